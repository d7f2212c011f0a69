import type { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { HttpBackend } from './http-backend';
import type { RequestModel } from './request-model';
import type { RouteApiKey, RouteAuthorization } from './route-authorization';

/**
 * A limit on requests, for all callers together. API Gateway applies it on a best-effort basis.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface RouteThrottle {
  /** Requests a second in the long run: more than 0. */
  readonly rateLimit: number;

  /** Requests at once before the rate applies: a whole number, 1 to 2,147,483,647. */
  readonly burstLimit: number;
}

/** What answers a route, and how. */
export interface RouteTarget {
  /**
   * The Lambda function, version or alias that answers, by proxy integration. It may be of another stack.
   *
   * @default - `backend` answers
   */
  readonly handler?: lambda.IFunction;

  /**
   * The private HTTP backend that answers.
   *
   * @default - `handler` answers
   */
  readonly backend?: HttpBackend;

  /**
   * Whether a caller needs an API key.
   *
   * @default RouteApiKey.required()
   */
  readonly apiKey?: RouteApiKey;

  /**
   * The limit of this route, for all callers together, at every stage.
   *
   * @default - the limit that each stage sets for each of its routes
   */
  readonly throttle?: RouteThrottle;

  /**
   * How long API Gateway waits for an answer: 50 milliseconds to 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;
}

/** How a route is answered, and what it asks of its caller. */
export interface RouteOptions extends RouteTarget {
  /**
   * The scope that a caller's access token must hold, written `RESOURCE-SERVER/NAME`.
   *
   * @default - `scopes` or `authorization` say it: a route that names neither is refused
   */
  readonly scope?: string;

  /**
   * Several scopes, of which a caller's access token must hold one.
   *
   * @default - `scope` or `authorization` say it
   */
  readonly scopes?: string[];

  /**
   * The same, said in full: `RouteAuthorization.scopes(...)`, or `RouteAuthorization.open('why')`.
   *
   * @default - `scope` or `scopes` say it
   */
  readonly authorization?: RouteAuthorization;

  /**
   * The JSON that a request must carry as its body.
   *
   * @default - bodies are not checked
   */
  readonly request?: RequestModel;

  /**
   * Query parameters without which a request is refused. API Gateway checks that they are there and not blank, no more.
   *
   * @default - none
   */
  readonly requiredQueryParameters?: string[];

  /**
   * Headers without which a request is refused. API Gateway checks that they are there and not blank, no more.
   *
   * @default - none
   */
  readonly requiredHeaders?: string[];
}

/** How the operations of an OpenAPI document are answered. */
export interface RoutesOptions extends RouteTarget {
  /**
   * Functions for single operations, by `operationId` or by `METHOD /path`; the others are answered by `handler` or `backend`.
   *
   * @default - one target answers them all
   */
  readonly handlers?: { [operation: string]: lambda.IFunction };

  /**
   * Why an operation that the document leaves open is open, by `operationId` or by `METHOD /path`.
   *
   * @default - an operation without scopes is refused
   */
  readonly openReasons?: { [operation: string]: string };
}
