import { isObject, listOf, member, table } from '../../assembly/json';
import { apisOf } from '../../model/api';
import { type RequestSchema, requestSchemas } from '../../model/request-schemas';
import { type Check, fail, pass } from '../check';

/** Words that say nothing of values of another type. */
const BINDING = table<string>({
  pattern: 'string',
  maxLength: 'string',
  minLength: 'string',
  maximum: 'number',
  minimum: 'number',
  properties: 'object',
  required: 'object',
  additionalProperties: 'object',
  items: 'array',
  maxItems: 'array',
});
/** Words that say of themselves what is admitted, or put schemas together: what these come to is not judged. */
const COMPOSED = ['$ref', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not'];

/** Patterns that every text of a line has. */
const ANYTHING = /^\^?\(?(\.|\[\\s\\S\])?[*+]?\)?\$?$/;

/** What a model may bound, and whether one does; undefined where the question does not come up. */
const HABITS: readonly { readonly open: string; isBound(schema: RequestSchema): boolean | undefined }[] = [
  {
    open: 'admits fields that it does not name',
    isBound: ({ schema }) => (!has(schema, 'properties') || has(schema, 'patternProperties') ? undefined : schema.additionalProperties !== undefined && schema.additionalProperties !== true),
  },
  {
    open: 'requires none of its fields',
    isBound: ({ schema, creates }) => (!has(schema, 'properties') || !creates ? undefined : listOf(schema.required).length > 0 || has(schema, 'minProperties')),
  },
  {
    open: 'has no bounds',
    isBound: ({ schema }) => {
      switch (schema.type) {
        case 'string': return ['maxLength', 'format'].some((word) => has(schema, word)) || has(schema, 'pattern') && !ANYTHING.test(String(schema.pattern));
        case 'integer':
        case 'number': return ['maximum', 'exclusiveMaximum'].some((word) => has(schema, word));
        default: return undefined;
      }
    },
  },
];

export const requestModelBounds: Check = {
  id: 'request-model-bounds',
  title: 'Where models of requests bound what they admit, each of them does',
  severity: 'warning',
  layer: 'routes',
  why: 'A field that nobody named is one that nobody meant callers to set, and a value without bounds is what a backend was never tried with.',
  fix: 'Give each object type, properties, required and additionalProperties: false, each text maxLength, pattern or enum, each number minimum and maximum.',
  owasp: ['API3:2023', 'API10:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      const schemas = requestSchemas(posture, api);
      // A team that bounds nothing has decided so; one model among others that are bound was forgotten.
      const habits = HABITS.filter(({ isBound }) => schemas.some((schema) => isBound(schema) === true));
      for (const place of schemas) {
        const open = [
          ...withoutType(place), ...withoutFloor(place),
          ...COMPOSED.some((word) => has(place.schema, word)) ? []
            : habits.filter(({ isBound }) => isBound(place) === false).map((habit) => habit.open),
        ];
        yield open.length === 0 ? pass(place.resource, place.property) : fail(place.resource, place.property, `the model ${open.join(', ')}`);
      }
    }
  },
};

function withoutType({ schema }: RequestSchema): string[] {
  if (has(schema, 'type') || COMPOSED.some((word) => has(schema, word))) {
    return [];
  }
  const word = Object.keys(BINDING).find((name) => has(schema, name));
  return [word === undefined ? 'admits values of every type' : `has no type: ${word} binds a value only if it is of the type ${BINDING[word]}`];
}

function withoutFloor({ schema }: RequestSchema): string[] {
  return has(schema, 'maximum') && !has(schema, 'minimum') && !has(schema, 'exclusiveMinimum') ? ['has a maximum and no minimum: what is negative is admitted'] : [];
}

function has(schema: RequestSchema['schema'], word: string): boolean {
  return isObject(schema) && member(schema, word) !== undefined;
}
