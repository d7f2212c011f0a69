import type { RouteThrottle } from './route-options';

/** A route of an API, as it was declared. */
export interface Route {
  /** The route as it is written: `METHOD /path`. */
  readonly text: string;

  /** HTTP method, or `ANY`. */
  readonly method: string;

  /** The path with its parameters, as in `/payments/{id}`. */
  readonly path: string;

  /** The scopes of which a caller's token must hold one; empty for an open route. */
  readonly scopes: string[];

  /**
   * Why the route asks for no token.
   *
   * @default - it asks for one
   */
  readonly openReason?: string;

  /** Whether a caller needs an API key. */
  readonly apiKeyRequired: boolean;

  /**
   * Why the route asks for no API key.
   *
   * @default - it asks for one
   */
  readonly noApiKeyReason?: string;

  /**
   * Name of the model that bodies are checked against.
   *
   * @default - bodies are not checked
   */
  readonly requestModelName?: string;

  /**
   * The limit of this route.
   *
   * @default - the limit that each stage sets for each of its routes
   */
  readonly throttle?: RouteThrottle;

  /**
   * The id of the operation in the OpenAPI document that it came from.
   *
   * @default - it came from no document, or has no id there
   */
  readonly operationId?: string;
}
