import type { Duration } from 'aws-cdk-lib';

/**
 * Which web pages may call an API from a browser. A browser of the private network asks before each call, by an `OPTIONS` request
 * that carries neither token nor API key: the API answers it by itself, without a backend.
 *
 * A browser sends no `x-apigw-api-id` header with that question: CORS works through private DNS, the alias name of an associated
 * endpoint, or a private custom domain, and not through an endpoint's own name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export interface ApiCorsOptions {
  /** The pages' origins, each named, as in `https://console.example.com`: TLS, no path and no wildcard. Of plain HTTP only `http://localhost` is taken. */
  readonly allowOrigins: string[];

  /**
   * The headers that a page may send.
   *
   * @default ['authorization', 'content-type', 'x-api-key']
   */
  readonly allowHeaders?: string[];

  /**
   * How long a browser remembers the answer: whole seconds, up to a day.
   *
   * @default Duration.minutes(10)
   */
  readonly maxAge?: Duration;
}
