import { modelReferences } from './model-references';
import { isObject } from './openapi-json';
import { unsafeText } from './openapi-schema-values';
import { plain } from './openapi-text';
import { RuleError, shown } from '../values/rule-error';

/**
 * The JSON that a route takes as its body: a named JSON schema, written once however many routes use it.
 *
 * API Gateway reads JSON schema draft 4, checks a body only if the request's `Content-Type` is `application/json`, and holds
 * 400 KB of models for an API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export class RequestModel {
  /**
   * A model from a JSON schema (draft 4). It is copied.
   *
   * @param modelName letters and digits, unique within the API for one schema
   * @param schema plain JSON without null, CDK tokens or CloudFormation functions; it may refer to other models of the API by
   * `#/components/schemas/NAME`
   * @throws RuleError RequestModelSchema, RequestModelReference
   */
  public static fromJsonSchema(modelName: string, schema: Record<string, unknown>): RequestModel {
    const copy = plainSchema(modelName, schema);
    const problem = unsafeText(copy);
    if (problem) {
      throw new RuleError('RequestModelSchema', `the model ${shown(modelName)} is plain JSON that stands in a template as it is: ${problem.message}`);
    }
    for (const { ref, name } of modelReferences(copy)) {
      if (name === undefined) {
        throw new RuleError('RequestModelReference',
          `the model ${shown(modelName)} refers to whole models of its API, by #/components/schemas/NAME, received: ${shown(ref)}`);
      }
    }
    return new RequestModel(modelName, copy);
  }

  /** Name of the model. */
  public readonly modelName: string;
  /** @internal */
  public readonly _schema: Record<string, unknown>;

  private constructor(modelName: string, schema: Record<string, unknown>) {
    this.modelName = modelName;
    this._schema = schema;
  }
}

function plainSchema(modelName: string, schema: unknown): Record<string, unknown> {
  let copy: unknown;
  try {
    copy = plain(schema, 'a schema');
  } catch (error) {
    throw error instanceof RuleError ? new RuleError('RequestModelSchema', `the model ${shown(modelName)}: ${error.message}`) : error;
  }
  if (!isObject(copy)) {
    throw new RuleError('RequestModelSchema', `the model ${shown(modelName)}: a schema is an object, received: ${shown(copy)}`);
  }
  return copy;
}
