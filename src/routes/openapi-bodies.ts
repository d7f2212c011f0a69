import { type JsonObject, below, isObject } from './openapi-json';
import { MEDIA_TYPE, REQUEST_BODY, reportMembers } from './openapi-members';
import type { DocumentRequestBody } from './openapi-operation';
import { follow } from './openapi-references';
import type { ImportReport } from './openapi-report';
import type { DocumentSchemas } from './openapi-schemas';

const JSON_TYPE = /^[a-z0-9.+-]+\/(json|[a-z0-9.-]+\+json)$/;
/** Methods for which OpenAPI 3.0 ignores a body. */
const WITHOUT_BODY = ['get', 'head', 'delete'];

/** Reads the request bodies of operations. */
export class DocumentBodies {
  public constructor(
    private readonly document: JsonObject,
    private readonly report: ImportReport,
    private readonly schemas: DocumentSchemas,
    private readonly used: Set<string>,
  ) {}

  /** @param wish the name of a model for a schema that has none */
  public of(operation: JsonObject, method: string, pointer: string, wish: string): DocumentRequestBody | undefined {
    if (operation.requestBody === undefined) {
      return undefined;
    }
    if (WITHOUT_BODY.includes(method)) {
      this.report.leftOut(below(pointer, 'requestBody'), 'body-of-method', `OpenAPI 3.0 ignores the body of a ${method.toUpperCase()} request`, true);
      return undefined;
    }
    const { end } = follow(this.document, operation.requestBody, below(pointer, 'requestBody'), this.report, this.used);
    const body = end && this.report.objectAt(end.value, end.pointer);
    if (end === undefined || body === undefined) {
      return undefined;
    }
    const at = end.pointer;
    reportMembers(body, at, REQUEST_BODY, this.report);
    if (!['undefined', 'boolean'].includes(typeof body.required)) {
      this.report.refused(below(at, 'required'), 'malformed', 'required is true or false');
    }
    const content = this.content(body.content, below(at, 'content'), wish);
    if (Object.keys(content).length === 0) {
      this.report.leftOut(at, 'body-without-schema', 'API Gateway checks no body without a schema for JSON: the backend must', body.required === true);
      return undefined;
    }
    return { required: body.required === true, content };
  }

  private content(content: unknown, pointer: string, wish: string): Record<string, JsonObject> {
    const read: Record<string, JsonObject> = {};
    for (const [written, media] of Object.entries(this.report.objectAt(content, pointer) ?? {})) {
      const at = below(pointer, written);
      const type = this.mediaType(written, at);
      const schema = type === undefined ? undefined : this.schema(media, at, wish);
      if (type === undefined || schema === undefined) {
        continue;
      }
      if (Object.hasOwn(read, type) && read[type]?.$ref !== schema.$ref) {
        this.report.refused(at, 'media-type', `API Gateway has one model for ${type}, whatever the parameters of the media type`);
      }
      read[type] = schema;
    }
    return read;
  }

  /** The media type by which API Gateway finds the model; none if the content is no JSON. */
  private mediaType(written: string, pointer: string): string | undefined {
    const type = (written.split(';')[0] ?? '').trim().toLowerCase();
    if (type === '*/*' || type === 'application/*') {
      this.report.rewritten(pointer, 'media-type', 'API Gateway finds a model by a whole media type: application/json; others are not checked', true);
      return 'application/json';
    }
    if (!JSON_TYPE.test(type)) {
      this.report.leftOut(pointer, 'media-type', 'API Gateway checks JSON only: the backend must check this content', true);
      return undefined;
    }
    if (type !== written) {
      this.report.rewritten(pointer, 'media-type', `API Gateway finds a model by its media type without parameters: ${type}`);
    }
    return type;
  }

  private schema(value: unknown, pointer: string, wish: string): JsonObject | undefined {
    const media = this.report.objectAt(value, pointer) ?? {};
    reportMembers(media, pointer, MEDIA_TYPE, this.report);
    if (media.schema === undefined) {
      this.report.leftOut(pointer, 'body-without-schema', 'without a schema any body passes');
      return undefined;
    }
    const at = below(pointer, 'schema');
    if (isObject(media.schema) && Object.hasOwn(media.schema, '$ref')) {
      const target = this.schemas.resolve(media.schema, at);
      return target === undefined ? undefined : this.schemas.refer(target);
    }
    const reference = this.schemas.refer(at, wish);
    this.report.rewritten(at, 'body-inline', `API Gateway takes models by name: it is called ${String(reference.$ref).split('/').pop()}`);
    return reference;
  }
}
