/** A parameter of an operation, as far as API Gateway knows parameters: their presence. */
export interface DocumentParameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly required: boolean;
  /** At most the type. */
  readonly schema?: Record<string, unknown>;
}

/** A request body of an operation: only media types whose content is JSON. */
export interface DocumentRequestBody {
  readonly required: boolean;
  /** By media type without parameters, a reference to a schema of `_schemas`: `{ $ref: '#/components/schemas/NAME' }`. */
  readonly content: Record<string, Record<string, unknown>>;
}

/** One operation of an OpenAPI document, as the routes of an API take it. */
export interface DocumentOperation {
  /** JSON pointer of the operation in the source document. */
  readonly pointer: string;
  /** `METHOD /path`, already checked by the route grammar. */
  readonly route: string;
  readonly operationId?: string;
  /** Scopes as the API's issuer spells them; a token with any one of them is admitted. */
  readonly scopes: string[];
  /** The document asks for no token: it says so (`security: []`), asks for API keys alone, or says nothing. */
  readonly open: boolean;
  readonly parameters: DocumentParameter[];
  readonly requestBody?: DocumentRequestBody;
}
