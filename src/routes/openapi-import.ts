import { DocumentBodies } from './openapi-bodies';
import { isExtension, reportAmazonExtensions } from './openapi-extensions';
import { type JsonObject, below, isObject, member, textOf } from './openapi-json';
import { COMPONENTS, DOCUMENT, OPERATION, PATH_ITEM, reportMembers } from './openapi-members';
import { capitalized } from './openapi-model-names';
import type { ImportNote } from './openapi-note';
import type { DocumentOperation } from './openapi-operation';
import { DocumentParameters } from './openapi-parameters';
import { OPENAPI_METHODS, refuseSiblings, routeAt } from './openapi-paths';
import { ImportReport } from './openapi-report';
import { tokensIn } from './openapi-schema-values';
import { DocumentSchemas } from './openapi-schemas';
import { type SecurityOptions, DocumentSecurity } from './openapi-security';
import { pathParameters } from '../values/route';
import { RuleError, shown } from '../values/rule-error';

/** What a document gives the routes of an API. */
export interface ImportedDocument {
  readonly operations: DocumentOperation[];
  readonly schemas: Record<string, JsonObject>;
  readonly notes: ImportNote[];
}

/**
 * Reads an OpenAPI document.
 *
 * @throws RuleError OpenApiVersion; all else that is wrong with it is in the notes
 */
export function importDocument(document: JsonObject, options: SecurityOptions): ImportedDocument {
  checkVersion(document);
  const report = new ImportReport();
  for (const pointer of tokensIn(document)) {
    report.refused(pointer, 'substitution', 'a document is known at synth: this is a CDK token');
  }
  const imported = new Import(document, report, options);
  const operations = imported.operations();
  imported.reportTheRest();
  return { operations, schemas: imported.schemas.all, notes: report.notes };
}

function checkVersion(document: JsonObject): void {
  const { openapi, swagger } = document;
  if (typeof openapi === 'string' && /^3\.0\.\d+(-.+)?$/.test(openapi)) {
    return;
  }
  const wayOut = swagger !== undefined
    ? '; convert it first, as with `npx swagger2openapi`'
    : textOf(openapi).startsWith('3.1') ? '; API Gateway imports no 3.1: write it in 3.0, with `nullable` in place of the type null' : '';
  throw new RuleError('OpenApiVersion', `an OpenAPI document is of version 3.0${wayOut}, received: ${swagger === undefined ? shown(openapi) : `swagger ${shown(swagger)}`}`);
}

class Import {
  public readonly schemas: DocumentSchemas;
  private readonly used = new Set<string>();
  private readonly parameters: DocumentParameters;
  private readonly bodies: DocumentBodies;
  private readonly security: DocumentSecurity;
  private readonly operationIds = new Set<string>();

  public constructor(private readonly document: JsonObject, private readonly report: ImportReport, options: SecurityOptions) {
    this.schemas = new DocumentSchemas(document, report);
    this.parameters = new DocumentParameters(document, report, this.used);
    this.bodies = new DocumentBodies(document, report, this.schemas, this.used);
    this.security = new DocumentSecurity(document, report, options);
  }

  public operations(): DocumentOperation[] {
    const paths = Object.entries(this.report.objectAt(this.document.paths, '/paths') ?? {})
      .filter(([path]) => !isExtension(path, below('/paths', path), this.report));
    refuseSiblings(paths.map(([path]) => path), this.report);
    const operations = paths.flatMap(([path, item]) => this.pathItem(path, item));
    this.schemas.refuseEndless();
    return operations;
  }

  /** What is said of the document as a whole, or of no operation. */
  public reportTheRest(): void {
    reportMembers(this.document, '', DOCUMENT, this.report);
    this.security.reportTheRest();
    if (this.document.components !== undefined) {
      this.reportComponents(this.report.objectAt(this.document.components, '/components') ?? {});
    }
  }

  private pathItem(path: string, value: unknown): DocumentOperation[] {
    const pointer = below('/paths', path);
    const item = this.report.objectAt(value, pointer) ?? {};
    if (!OPENAPI_METHODS.some((method) => Object.hasOwn(item, method))) {
      this.report.leftOut(pointer, 'path', 'a path without operations is no route');
    }
    reportMembers(item, pointer, PATH_ITEM, this.report);
    return Object.keys(item)
      .filter((key) => OPENAPI_METHODS.includes(key))
      .flatMap((method) => this.operation(path, method, item, below(pointer, method)) ?? []);
  }

  private operation(path: string, method: string, item: JsonObject, pointer: string): DocumentOperation | undefined {
    const operation = this.report.objectAt(item[method], pointer);
    const route = routeAt(method, path, pointer, this.report);
    if (operation === undefined || route === undefined) {
      return undefined;
    }
    reportMembers(operation, pointer, OPERATION, this.report);
    const operationId = this.operationId(operation.operationId, below(pointer, 'operationId'));
    const requestBody = this.bodies.of(operation, method, pointer, `${capitalized(operationId ?? `${method} ${path}`)}Body`);
    return {
      pointer,
      route: route.text,
      ...(operationId !== undefined && { operationId }),
      ...this.security.of(operation, pointer),
      parameters: this.parameters.of(item, below('/paths', path), operation, pointer, pathParameters(route)),
      ...(requestBody && { requestBody }),
    };
  }

  private operationId(value: unknown, pointer: string): string | undefined {
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'string' || value === '' || this.operationIds.has(value) || value.includes('${')) {
      this.report.refused(pointer, 'operation-id', `an operationId is a text without \${...} that no other operation has, received: ${shown(value)}`);
      return undefined;
    }
    this.operationIds.add(value);
    return value;
  }

  private reportComponents(components: JsonObject): void {
    reportMembers(components, '/components', COMPONENTS, this.report);
    reportAmazonExtensions(components.securitySchemes, '/components/securitySchemes', this.report);
    for (const kind of ['schemas', 'parameters', 'requestBodies'].filter((name) => components[name] !== undefined)) {
      this.reportUnused(components[kind], below('/components', kind));
    }
  }

  private reportUnused(components: unknown, pointer: string): void {
    for (const name of Object.keys(this.report.objectAt(components, pointer) ?? {})) {
      const at = below(pointer, name);
      if (!this.used.has(at) && !this.schemas.used.has(at)) {
        this.report.leftOut(at, 'unused', isObject(member(components, name))
          ? 'no request uses it as a whole'
          : 'no request uses it');
      }
    }
  }
}
