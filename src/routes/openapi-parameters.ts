import { isExtension } from './openapi-extensions';
import { type JsonObject, below, isObject, textOf } from './openapi-json';
import { PARAMETER, reportMembers } from './openapi-members';
import type { DocumentParameter } from './openapi-operation';
import { chainOf, follow } from './openapi-references';
import type { ImportReport } from './openapi-report';
import { TYPES } from './openapi-schema-keywords';

/** Headers that OpenAPI itself says to ignore as parameters. */
const RESERVED_HEADERS = ['accept', 'content-type', 'authorization'];
/** What API Gateway takes behind `method.request.querystring.` and its like. */
const NAME = /^[A-Za-z0-9._$-]+$/;

interface Found {
  readonly parameter: JsonObject;
  readonly pointer: string;
}

/** Reads the parameters of operations: API Gateway checks that required ones are there and not blank, no more. */
export class DocumentParameters {
  public constructor(
    private readonly document: JsonObject,
    private readonly report: ImportReport,
    private readonly used: Set<string>,
  ) {}

  /** @param names the names of the parameters in the path */
  public of(pathItem: JsonObject, pathPointer: string, operation: JsonObject, pointer: string, names: readonly string[]): DocumentParameter[] {
    const merged = new Map<string, Found>();
    for (const found of this.found(pathItem.parameters, below(pathPointer, 'parameters'))) {
      merged.set(keyOf(found.parameter), found);
    }
    for (const found of this.found(operation.parameters, below(pointer, 'parameters'))) {
      merged.set(keyOf(found.parameter), found);
    }
    const read = [...merged.values()].flatMap((found) => this.read(found, names) ?? []);
    const missing = names.filter((name) => !read.some((parameter) => parameter.in === 'path' && parameter.name === name));
    if (missing.length > 0) {
      this.report.rewritten(pointer, 'path-parameter', `the path names parameters that are not declared: ${missing.join(', ')} are added`);
    }
    return [...read, ...missing.map((name) => ({ name, in: 'path' as const, required: true }))];
  }

  private found(list: unknown, pointer: string): Found[] {
    if (list === undefined) {
      return [];
    }
    if (!Array.isArray(list)) {
      this.report.refused(pointer, 'malformed', 'parameters are a list');
      return [];
    }
    const found = list.flatMap((entry, at) => {
      const { end } = follow(this.document, entry, below(pointer, at), this.report, this.used);
      const parameter = end && this.report.objectAt(end.value, end.pointer);
      return end && parameter ? [{ parameter, pointer: end.pointer }] : [];
    });
    const keys = found.map((entry) => keyOf(entry.parameter));
    keys.forEach((key, at) => {
      if (keys.indexOf(key) < at) {
        this.report.refused(below(pointer, at), 'parameter-repeated', `an operation has a parameter once, received twice: ${key}`);
      }
    });
    return found;
  }

  private read({ parameter, pointer }: Found, names: readonly string[]): DocumentParameter | undefined {
    const { name, in: place } = parameter;
    if (typeof name !== 'string' || typeof place !== 'string' || !['undefined', 'boolean'].includes(typeof parameter.required)) {
      this.report.refused(pointer, 'malformed', 'a parameter has a name, a place and perhaps a required');
      return undefined;
    }
    const required = parameter.required === true;
    switch (place) {
      case 'cookie':
        this.report.leftOut(pointer, 'parameter-cookie', 'API Gateway knows no cookies: the backend must check it', true);
        return undefined;
      case 'path':
        if (!names.includes(name)) {
          this.report.leftOut(pointer, 'path-parameter', `a path has no {${name}}`);
          return undefined;
        }
        if (!required) {
          this.report.rewritten(pointer, 'path-parameter', 'a path parameter is always required');
        }
        return { name, in: 'path', required: true, ...this.details(parameter, pointer) };
      case 'query':
      case 'header':
        return this.optional(name, place, required, parameter, pointer);
      default:
        this.report.refused(below(pointer, 'in'), 'malformed', `a parameter is in path, query, header or cookie, received: ${JSON.stringify(place).slice(0, 100)}`);
        return undefined;
    }
  }

  private optional(name: string, place: 'query' | 'header', required: boolean, parameter: JsonObject, pointer: string): DocumentParameter | undefined {
    if (place === 'header' && RESERVED_HEADERS.includes(name.toLowerCase())) {
      this.report.leftOut(pointer, 'parameter-reserved', 'OpenAPI says to ignore it: security, bodies and responses speak of this header');
      return undefined;
    }
    if (!NAME.test(name)) {
      this.report.leftOut(pointer, 'parameter-name', 'API Gateway takes names of letters, digits, ., _, $ and -: the backend gets it all the same', required);
      return undefined;
    }
    const details = this.details(parameter, pointer);
    if (required && place === 'query' && parameter.allowEmptyValue === true) {
      this.report.rewritten(below(pointer, 'required'), 'parameter-blank', 'API Gateway refuses a required parameter that is blank, the document does not: optional', true);
      return { name, in: place, required: false, ...details };
    }
    if (required && place === 'query' && this.spreadsOut(parameter)) {
      this.report.rewritten(below(pointer, 'required'), 'parameter-style', 'an object has no parameter of this name in the request: optional', true);
      return { name, in: place, required: false, ...details };
    }
    return { name, in: place, required, ...details };
  }

  /** Whether a query parameter is sent under the names of its properties. */
  private spreadsOut(parameter: JsonObject): boolean {
    const style = parameter.style ?? 'form';
    if (style === 'deepObject') {
      return true;
    }
    const schema = chainOf(this.document, parameter.schema).end?.value;
    return style === 'form' && parameter.explode !== false && isObject(schema)
      && !['string', 'number', 'integer', 'boolean', 'array'].includes(textOf(schema.type));
  }

  /** The type of a parameter, and a word on all that API Gateway ignores. */
  private details(parameter: JsonObject, pointer: string): { schema?: Record<string, unknown> } {
    reportMembers(parameter, pointer, PARAMETER, this.report);
    return this.schema(parameter.schema, below(pointer, 'schema'));
  }

  private schema(schema: unknown, pointer: string): { schema?: Record<string, unknown> } {
    if (schema === undefined) {
      return {};
    }
    if (!isObject(schema)) {
      this.report.refused(pointer, 'malformed', 'a schema of OpenAPI 3.0 is an object');
      return {};
    }
    for (const key of Object.keys(schema).filter((keyword) => keyword !== 'type' || !TYPES.includes(textOf(schema.type)))) {
      const at = below(pointer, key);
      if (!isExtension(key, at, this.report)) {
        this.report.leftOut(at, 'parameter-schema', 'API Gateway checks that a parameter is there, not what it holds: the backend must',
          !['description', 'title', 'example', 'default', 'deprecated'].includes(key));
      }
    }
    return TYPES.includes(textOf(schema.type)) ? { schema: { type: schema.type } } : {};
  }
}

function keyOf(parameter: JsonObject): string {
  const name = textOf(parameter.name);
  return `${textOf(parameter.in)} ${parameter.in === 'header' ? name.toLowerCase() : name}`;
}
