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
   * A model from a JSON schema (draft 4).
   *
   * @param modelName letters and digits, unique within the API for one schema
   * @param schema may refer to other models of the API by `#/components/schemas/NAME`
   */
  public static fromJsonSchema(modelName: string, schema: Record<string, unknown>): RequestModel {
    return new RequestModel(modelName, structuredClone(schema));
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
