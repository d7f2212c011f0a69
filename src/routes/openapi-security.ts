import { type JsonObject, below, isObject, member, textOf, valueAt } from './openapi-json';
import type { ImportReport } from './openapi-report';
import { unsafeText } from './openapi-schema-values';
import { RuleError } from '../values/rule-error';
import { parseScope } from '../values/scope';

/** What counts where a document leaves a choice. */
export interface SecurityOptions {
  readonly scopePrefix?: string;
  readonly securityScheme?: string;
}

/** What an operation asks of its caller's token. */
export interface OperationSecurity {
  readonly scopes: string[];
  readonly open: boolean;
}

const TOKEN_SCHEMES = ['oauth2', 'openIdConnect'];
const NO_TOKEN: OperationSecurity = { scopes: [], open: true };
const REFUSED: OperationSecurity = { scopes: [], open: false };

/** Reads who may call the operations of a document. */
export class DocumentSecurity {
  /** Whether an operation got the security of the document. */
  private pushed = false;

  public constructor(
    private readonly document: JsonObject,
    private readonly report: ImportReport,
    private readonly options: SecurityOptions,
  ) {}

  /** What no operation took: the schemes say where foreign tokens come from, but the API has an issuer of its own. */
  public reportTheRest(): void {
    const pointer = '/components/securitySchemes';
    const schemes = valueAt(this.document, pointer);
    if (this.document.security !== undefined && !this.pushed) {
      this.report.leftOut('/security', 'security-of-document', 'every operation has its own');
    }
    if (this.options.securityScheme !== undefined && member(schemes, this.options.securityScheme) === undefined) {
      this.report.refused(pointer, 'security-unsupported', `the document has no security scheme ${JSON.stringify(this.options.securityScheme)}`);
    }
    if (schemes === undefined) {
      return;
    }
    for (const name of Object.keys(this.report.objectAt(schemes, pointer) ?? {})) {
      this.report.leftOut(below(pointer, name), 'security-scheme', 'tokens come from the issuer of the API, keys from its register of consumers');
    }
  }

  public of(operation: JsonObject, pointer: string): OperationSecurity {
    const own = operation.security !== undefined;
    const security = own ? operation.security : this.document.security;
    const at = own ? below(pointer, 'security') : '/security';
    if (security === undefined) {
      return NO_TOKEN;
    }
    if (!own) {
      this.pushed = true;
      this.report.rewritten(at, 'security-of-document', 'API Gateway ignores the security of the document: each operation without its own gets it');
    }
    if (!Array.isArray(security) || !security.every(isObject)) {
      this.report.refused(at, 'malformed', 'security lists objects');
      return REFUSED;
    }
    if (security.every((entry) => Object.keys(entry).length === 0)) {
      return NO_TOKEN;
    }
    if (security.some((entry) => Object.keys(entry).length === 0)) {
      this.report.refused(at, 'security-optional', 'API Gateway has no optional token: say `security: []`, or leave out the empty entry');
      return REFUSED;
    }
    const entries = security.map((entry, index) => this.entry(entry, below(at, index)));
    return { scopes: [...new Set(this.alternatives(entries, at))], open: entries.every((entry) => entry.scheme === undefined) };
  }

  /** One requirement: all of its schemes at once. */
  private entry(entry: JsonObject, pointer: string): Requirement {
    const tokens = Object.keys(entry).filter((name) => this.takesToken(name, below(pointer, name)));
    if (tokens.length > 1) {
      this.report.refused(pointer, 'security-all-schemes', `API Gateway checks one token: it cannot ask for ${tokens.join(' and ')}`);
    }
    const [scheme] = tokens;
    const scopes = scheme === undefined ? [] : entry[scheme];
    if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) {
      this.report.refused(pointer, 'malformed', 'a security scheme has a list of scopes');
      return { pointer, scopes: [] };
    }
    return { pointer, scheme, scopes };
  }

  /** Several requirements: any one of them. */
  private alternatives(all: Requirement[], pointer: string): string[] {
    const schemes = [...new Set(all.map((entry) => entry.scheme))];
    const { securityScheme } = this.options;
    const counting = schemes.length === 1 ? all : all.filter((entry) => entry.scheme !== undefined && entry.scheme === securityScheme);
    if (schemes.length > 1 && counting.length === 0) {
      this.report.refused(pointer, 'security-alternatives',
        `API Gateway knows no choice of schemes (${schemes.map((name) => name ?? 'an API key').join(' or ')}): name the one that counts by securityScheme`);
      return [];
    }
    all.filter((entry) => !counting.includes(entry)).forEach((entry) => this.report.leftOut(entry.pointer, 'security-alternatives',
      `${securityScheme} counts: callers of ${entry.scheme ?? 'an API key alone'} are not admitted`));
    if (counting.some((entry) => entry.scheme !== undefined && entry.scopes.length === 0) && counting.some((entry) => entry.scopes.length > 0)) {
      this.report.refused(pointer, 'security-any-token',
        'any token is admitted, or one with a scope: API Gateway would ask for the scope. Name scopes in every alternative');
      return [];
    }
    return counting.flatMap((entry) => {
      if (entry.scopes.length > 1) {
        this.report.refused(entry.pointer, 'security-all-scopes',
          `API Gateway admits a token with any one of several scopes, the document asks for all of them (${entry.scopes.join(', ')}): name one, or list them as alternatives`);
      }
      return entry.scopes.map((scope) => this.scope(scope, entry.pointer));
    });
  }

  private takesToken(name: string, pointer: string): boolean {
    const scheme = member(valueAt(this.document, '/components/securitySchemes'), name);
    const type = member(scheme, 'type');
    if (TOKEN_SCHEMES.includes(textOf(type)) || (type === 'http' && textOf(member(scheme, 'scheme')).toLowerCase() === 'bearer')) {
      return true;
    }
    if (type === 'apiKey' && member(scheme, 'in') === 'header' && textOf(member(scheme, 'name')).toLowerCase() === 'x-api-key') {
      this.report.leftOut(pointer, 'api-key', 'the routes say themselves whether they ask for an API key: by default they do');
    } else {
      this.report.refused(pointer, 'security-unsupported', scheme === undefined
        ? `the document has no security scheme ${JSON.stringify(name)}`
        : 'API Gateway checks bearer tokens, and API keys in the header x-api-key');
    }
    return false;
  }

  private scope(text: string, pointer: string): string {
    const { scopePrefix } = this.options;
    const problem = unsafeText(text);
    if (problem !== undefined) {
      this.report.refused(pointer, problem.rule, problem.message);
      return text;
    }
    if (scopePrefix === undefined || text.includes('/')) {
      return text;
    }
    const scope = `${scopePrefix}/${text}`;
    try {
      parseScope(scope);
      this.report.rewritten(pointer, 'scope-prefix', `a scope of Cognito names its resource server: ${scope}`);
    } catch (error) {
      if (!(error instanceof RuleError)) {
        throw error;
      }
      this.report.refused(pointer, 'scope', error.message);
    }
    return scope;
  }
}

interface Requirement {
  readonly pointer: string;
  /** The scheme whose token it asks for; none where an API key is all. */
  readonly scheme?: string;
  readonly scopes: string[];
}
