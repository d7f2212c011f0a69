import { OpenApiDocument, type OpenApiImportOptions } from '../../src/routes/openapi-document';
import type { ImportNote } from '../../src/routes/openapi-note';

export interface DocumentParts {
  operation?: object;
  pathItem?: object;
  path?: string;
  method?: string;
  components?: object;
  root?: object;
}

/** A document of one operation, with whatever a test is about. */
export function documentWith(parts: DocumentParts): any {
  const { path = '/things', method = 'post' } = parts;
  return {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    paths: { [path]: { ...parts.pathItem, [method]: { responses: {}, ...parts.operation } } },
    components: {
      securitySchemes: {
        Token: { type: 'oauth2', flows: {} },
        Other: { type: 'openIdConnect', openIdConnectUrl: 'https://issuer.example/' },
        Key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        Basic: { type: 'http', scheme: 'basic' },
        Bearer: { type: 'http', scheme: 'bearer' },
      },
      ...parts.components,
    },
    ...parts.root,
  };
}

/** A document whose one request body has this schema, under the name `Body`. */
export function documentOfSchema(schema: unknown, others: object = {}): any {
  return documentWith({
    operation: { requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Body' } } } } },
    components: { schemas: { Body: schema, ...others } },
  });
}

export function imported(document: any, options?: OpenApiImportOptions): OpenApiDocument {
  return OpenApiDocument.fromObject(document, options);
}

/** The one operation of a document. */
export function operationOf(parts: DocumentParts, options?: OpenApiImportOptions) {
  return imported(documentWith(parts), options)._operations[0]!;
}

/** The model that a schema becomes. */
export function modelOf(schema: unknown, others?: object): any {
  return imported(documentOfSchema(schema, others))._schemas.Body;
}

export function notesOf(document: OpenApiDocument, rule: string): ImportNote[] {
  return document.notes.filter((note) => note.rule === rule);
}

/** Where the real documents lie; none if they are not there. */
export const REAL_DOCUMENTS = process.env.CDK_PRIVATE_API_OPENAPI_DOCUMENTS ?? '../shared/data/openapi';
