import type { ImportRule } from './openapi-rules';

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber: Check = (value) => typeof value === 'number';
const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isList: Check = (value) => Array.isArray(value) && value.length > 0;

export const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** The keywords of OpenAPI 3.0's schema object that hold no schema, with the values they may have. */
export const KEYWORDS: Record<string, Check> = {
  type: (value) => typeof value === 'string' && TYPES.includes(value),
  enum: isList,
  format: isText,
  pattern: isText,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  uniqueItems: isFlag,
  minProperties: isCount,
  maxProperties: isCount,
  required: isTexts,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isFlag,
  exclusiveMaximum: isFlag,
  multipleOf: (value) => typeof value === 'number' && value > 0,
  nullable: isFlag,
  readOnly: isFlag,
};

/** The keywords that hold one schema, and those that hold several. */
export const HOLDING_ONE = ['items', 'additionalProperties', 'not'];
export const HOLDING_SEVERAL = ['allOf', 'anyOf', 'oneOf'];

/** Keywords that mean nothing to a validator: left out, by rule. */
export const ANNOTATIONS: Record<string, { rule: ImportRule; message: string }> = {
  ...Object.fromEntries(['title', 'description', 'example', 'examples', 'externalDocs', 'xml', 'deprecated', 'writeOnly', '$comment']
    .map((keyword) => [keyword, { rule: 'documentation' as const, message: 'documentation: no request is checked by it' }])),
  ...Object.fromEntries(['id', '$id', '$schema'].map((keyword) => [
    keyword, { rule: 'schema-id' as const, message: 'API Gateway names models itself, and reads them in JSON schema draft 4' },
  ])),
  default: { rule: 'default', message: 'API Gateway takes no default values: the backend must set them' },
};

/** The formats that JSON schema draft 4 defines. */
export const FORMATS = ['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri'];
/** Formats by which no request is refused: they tell a program how to hold a value. */
export const UNCHECKED_FORMATS = ['float', 'double', 'password', 'binary'];

/** Regular expressions of which other engines than JavaScript's know nothing, or something else. */
export const UNPORTABLE = /\(\?<|\\[pP]\{|\\k|\\u\{/;

/**
 * What a schema says once nothing else is true of a value but that it is null. `{ type: 'null' }` and lists of types get
 * lost when API Gateway imports a body, so null is said as what is left without the other types.
 */
export function nothingButNull(): Record<string, unknown> {
  return { not: { anyOf: ['string', 'number', 'boolean', 'array', 'object'].map((type) => ({ type })) } };
}
