import { DocumentBodies } from './openapi-bodies';
import { type JsonObject, below, isObject, member, textOf } from './openapi-json';
import { capitalized } from './openapi-model-names';
import type { ImportNote } from './openapi-note';
import type { DocumentOperation } from './openapi-operation';
import { DocumentParameters } from './openapi-parameters';
import { OPENAPI_METHODS, isExtension, refuseSiblings, reportAmazonExtensions, routeAt } from './openapi-paths';
import { ImportReport } from './openapi-report';
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
    for (const key of Object.keys(this.document)) {
      const pointer = below('', key);
      if (['info', 'tags', 'externalDocs'].includes(key)) {
        this.report.leftOut(pointer, 'documentation', 'the API has a name and a description of its own');
      } else if (key === 'servers') {
        this.report.leftOut(pointer, 'servers', 'the API has its own host and stage: no path gets a prefix');
      } else if (!['openapi', 'paths', 'components', 'security'].includes(key) && !isExtension(key, pointer, this.report)) {
        this.report.refused(pointer, 'unknown-member', `OpenAPI 3.0 has no ${key} in a document`);
      }
    }
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
    return Object.keys(item).flatMap((key) => {
      const at = below(pointer, key);
      if (OPENAPI_METHODS.includes(key)) {
        return this.operation(path, key, item, at) ?? [];
      } else if (key === 'trace') {
        this.report.refused(at, 'method', 'API Gateway has no TRACE');
      } else if (key === '$ref') {
        this.report.refused(at, 'path-item-ref', 'API Gateway follows no reference in place of a path: bundle the document');
      } else if (key === 'summary' || key === 'description') {
        this.report.leftOut(at, 'documentation', 'documentation: no request is checked by it');
      } else if (key === 'servers') {
        this.report.leftOut(at, 'servers', 'the API has its own host and stage: no path gets a prefix');
      } else if (key !== 'parameters' && !isExtension(key, at, this.report)) {
        this.report.refused(at, 'unknown-member', `OpenAPI 3.0 has no ${key} in a path`);
      }
      return [];
    });
  }

  private operation(path: string, method: string, item: JsonObject, pointer: string): DocumentOperation | undefined {
    const operation = this.report.objectAt(item[method], pointer);
    const route = routeAt(method, path, pointer, this.report);
    if (operation === undefined || route === undefined) {
      return undefined;
    }
    Object.keys(operation).forEach((key) => this.reportMember(key, below(pointer, key)));
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

  private reportMember(key: string, pointer: string): void {
    if (['tags', 'summary', 'description', 'externalDocs', 'deprecated'].includes(key)) {
      this.report.leftOut(pointer, 'documentation', 'documentation: no request is checked by it');
    } else if (key === 'responses') {
      this.report.leftOut(pointer, 'responses', 'a proxy integration hands the answer of the backend on as it is');
    } else if (key === 'callbacks') {
      this.report.leftOut(pointer, 'callbacks', 'the backend makes these calls, not API Gateway');
    } else if (key === 'servers') {
      this.report.leftOut(pointer, 'servers', 'the API has its own host and stage: no path gets a prefix');
    } else if (!['operationId', 'parameters', 'requestBody', 'security'].includes(key) && !isExtension(key, pointer, this.report)) {
      this.report.refused(pointer, 'unknown-member', `OpenAPI 3.0 has no ${key} in an operation`);
    }
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
    for (const kind of Object.keys(components)) {
      const pointer = below('/components', kind);
      if (kind === 'securitySchemes') {
        reportAmazonExtensions(components[kind], pointer, this.report);
      } else if (['schemas', 'parameters', 'requestBodies'].includes(kind)) {
        this.reportUnused(components[kind], pointer);
      } else if (['responses', 'headers', 'links', 'callbacks', 'examples'].includes(kind)) {
        this.report.leftOut(pointer, kind === 'callbacks' ? 'callbacks' : 'responses', 'no request is checked by it');
      } else if (!isExtension(kind, pointer, this.report)) {
        this.report.refused(pointer, 'unknown-member', `OpenAPI 3.0 has no ${kind} in its components`);
      }
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
