/** Every rule of the import, by its stable name. `docs/openapi.md` says what each does, why, and whose rule it is. */
export const IMPORT_RULES = [
  // the document
  'malformed', 'unknown-member', 'documentation', 'extension', 'amazon-extension', 'servers', 'responses', 'callbacks', 'unused',
  'external-ref', 'dangling-ref', 'recursive-ref', 'ref-siblings',
  // paths and operations
  'path', 'path-parameter-siblings', 'path-item-ref', 'method', 'operation-id',
  // parameters
  'path-parameter', 'parameter-repeated', 'parameter-name', 'parameter-reserved', 'parameter-cookie', 'parameter-schema', 'parameter-style',
  'parameter-blank',
  // bodies
  'body-of-method', 'body-inline', 'body-without-schema', 'media-type',
  // schemas
  'model-name', 'model-inline', 'model-size', 'nullable', 'read-only', 'discriminator', 'default', 'format', 'pattern', 'exclusive-bound',
  'array-length', 'number-precision', 'null-value', 'schema-id', 'required', 'composition-inlined', 'composition-recursive', 'composition-single',
  'one-of', 'not', 'cloudformation-function', 'substitution',
  // security
  'security-of-document', 'security-scheme', 'security-optional', 'security-alternatives', 'security-any-token', 'security-all-scopes', 'security-all-schemes',
  'security-unsupported', 'api-key', 'scope-prefix', 'scope',
] as const;

/** The stable name of a rule of the import. */
export type ImportRule = typeof IMPORT_RULES[number];
