import { type Json, isObject, member } from '../../assembly/json';
import { referencesIn } from '../../assembly/symbols';
import type { Api } from '../../model/api';
import type { Route } from '../../model/authorization';
import { pointedTo } from '../../model/json-pointer';
import type { Posture } from '../../model/posture';
import { parsedSchema } from '../../model/request-schemas';

/** More than any model has that somebody wrote; one whose references multiply is cut. */
const MOST_PARTS = 20_000;

/** The models of a route's bodies by content type, with what they refer to in its place: a model that is a resource, and one of the body, may be the same. */
export function modelsOf({ models, at }: Route, api: Api, posture: Posture): Readonly<Record<string, Json>> {
  const body = api.body.kind === 'known' ? api.body.value : undefined;
  return Object.fromEntries(Object.entries(models).map(([type, model]) => {
    if (at.length > 0) {
      return [type, new Expansion(api, posture).of(model, body, [model])];
    }
    const target = posture.target(model);
    const schema = target?.type === 'AWS::ApiGateway::Model' ? parsedSchema(target.properties.Schema) : undefined;
    // Every API has a model that admits everything: https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    return [type, schema !== undefined ? new Expansion(api, posture).of(withoutDefinitions(schema), schema) : model === 'Empty' ? {} : model];
  }));
}

/** What a schema only defines stands where it is used. */
function withoutDefinitions(schema: Json): Json {
  return isObject(schema) ? Object.fromEntries(Object.entries(schema).filter(([name]) => name !== 'definitions' && name !== '$defs')) : schema;
}

class Expansion {
  private parts = 0;

  public constructor(private readonly api: Api, private readonly posture: Posture) {}

  /** @param within the schemas that this one stands in, by reference: one of them again is named by how far up it stands, as no name of it counts */
  public of(value: Json, document: Json | undefined, within: readonly Json[] = []): Json {
    if (++this.parts > MOST_PARTS || typeof value !== 'object' || value === null) {
      return value;
    }
    if (!isObject(value)) {
      return value.map((entry: Json) => this.of(entry, document, within));
    }
    const pointer = member(value, '$ref');
    if (typeof pointer !== 'string') {
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, entry === undefined ? entry : this.of(entry, document, within)]));
    }
    const local = pointedTo(document, pointer);
    const model = local === undefined ? this.modelAt(pointer) : undefined;
    const [target, home] = local !== undefined ? [local, document] : [model, model];
    if (target === undefined) {
      return value;
    }
    const above = within.indexOf(target);
    return above >= 0 ? { $ref: `${within.length - above} above` } : this.of(target, home, [...within, target]);
  }

  /** A model of the API as models refer to each other: `https://apigateway.amazonaws.com/restapis/{id}/models/{name}`. */
  private modelAt(pointer: string): Json | undefined {
    const name = /\/models\/(‹[^‹›]*›|[^/]+)$/.exec(pointer)?.[1];
    const [byReference] = referencesIn(name).map(({ key }) => this.posture.resource(key));
    const model = byReference ?? this.posture.ofType('AWS::ApiGateway::Model')
      .find(({ properties }) => properties.Name === name && this.posture.target(properties.RestApiId) === this.api.resource);
    return model && parsedSchema(model.properties.Schema);
  }
}
