import { type Json, isObject, member, parsedText } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

/** What a schema may say to narrow what it admits; without any of it every JSON is admitted. */
const NARROWING = ['properties', 'required', 'patternProperties', 'items', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', '$ref', 'pattern', 'format',
  'maxLength', 'minLength', 'maximum', 'minimum', 'maxItems', 'minItems', 'maxProperties', 'minProperties'];

export const requestModel: Check = {
  id: 'request-model',
  title: 'A route that takes a body says which',
  severity: 'warning',
  layer: 'routes',
  why: 'Without a model API Gateway passes on whatever comes: fields that nobody meant to be set, and bodies that break the backend.',
  fix: 'Give POST, PUT and PATCH a model with properties for application/json.',
  owasp: ['API3:2023', 'API10:2023'],
  * judge(posture) {
    for (const { routes } of posture.derive(apisOf)) {
      for (const route of routes.filter(({ method }) => ['POST', 'PUT', 'PATCH'].includes(method))) {
        const { resource, models, text } = route;
        const property = route.at.length === 0 ? 'RequestModels' : `${route.at.join('.')}.requestBody`;
        const admitted = Object.values(models).map((model) => admitsAnything(posture, model));
        yield admitted.length === 0 ? fail(resource, property, `${readable(text)} has no model for its body`)
          : admitted.includes(true) ? fail(resource, property, `${readable(text)} has a model that admits every body`)
            : admitted.includes(undefined) ? unsure(resource, property, `the model of ${readable(text)}`) : pass(resource, property);
      }
    }
  },
};

/** Undefined where the model is not of this app. */
function admitsAnything(posture: Posture, model: Json): boolean | undefined {
  if (model === 'Empty') {
    return true; // the model that every API has
  }
  const resource = posture.target(model)
    ?? (typeof model === 'string' ? posture.ofType('AWS::ApiGateway::Model').find(({ properties }) => properties.Name === model) : undefined);
  const schema = resource ? parsed(resource.properties.Schema) : model;
  if (!isObject(schema)) {
    return resource && schema === undefined ? true : undefined;
  }
  return !NARROWING.some((word) => member(schema, word) !== undefined) && (member(schema, 'type') === undefined || ['object', 'array'].includes(String(member(schema, 'type'))))
    && member(schema, 'additionalProperties') !== false;
}

function parsed(schema: Json | undefined): Json | undefined {
  return typeof schema !== 'string' || isUnknown(schema) ? schema : parsedText(schema) ?? schema;
}
