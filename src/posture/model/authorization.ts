import type { Reading } from './reading';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';

/** Who decides on the callers of a route. */
export interface Authorizer {
  readonly kind: 'cognito' | 'lambda';
  /** The resource that defines it: an Authorizer, or the API whose body does. */
  readonly resource: Resource;
  /** Where it stands in the resource's properties; empty for a resource of its own. */
  readonly path: readonly string[];
  /** How long a decision is remembered, in seconds. */
  readonly ttl: Reading<number>;
  /** What a decision is remembered by, and what a call must carry. */
  readonly identitySource: Reading<Json>;
  /** ARNs of the user pools whose tokens count; a list that is not known is one ARN that is not known. */
  readonly userPools: readonly Json[];
  readonly uri?: Json;
  /** TOKEN or REQUEST, of a Lambda authorizer. */
  readonly type: string;
}

/** What a route asks of its callers. */
export type Authorization =
  | { readonly kind: 'none' }
  | { readonly kind: 'iam' }
  | { readonly kind: 'cognito'; readonly authorizer: Authorizer | undefined; readonly scopes: Reading<readonly string[]> }
  | { readonly kind: 'lambda'; readonly authorizer: Authorizer | undefined }
  | { readonly kind: 'unknown'; readonly why: string };

/** One route of an API, however it is written. */
export interface Route {
  readonly method: string;
  /** As in `/payments/{id}`; parts that are not known stand as symbols. */
  readonly path: string;
  /** `METHOD /path`. */
  readonly text: string;
  /** The resource that declares it: a Method, or the API whose body does. */
  readonly resource: Resource;
  /** Where it stands in the resource's properties; empty for a Method. */
  readonly at: readonly string[];
  readonly authorization: Authorization;
  /** Where the authorization is said, for findings. */
  readonly authorizationProperty: string;
  readonly apiKeyRequired: Reading<boolean>;
  readonly apiKeyProperty: string;
  readonly validatesBody: Reading<boolean>;
  readonly validatesParameters: Reading<boolean>;
  readonly validatorProperty: string;
  /** Models of request bodies, by content type; schemas where the API's body holds them, references where models are resources. */
  readonly models: Readonly<Record<string, Json>>;
  /** What the route declares of its parameters, by `in.name`, and whether they are required. */
  readonly parameters: Readonly<Record<string, boolean>>;
  /** As `AWS::ApiGateway::Method.Integration` spells it, without what the two ways of writing it spell differently. */
  readonly integration: Integration;
}

/** Where calls of a route go. */
export interface Integration {
  /** AWS_PROXY, AWS, HTTP_PROXY, HTTP or MOCK. */
  readonly type: Reading<string>;
  readonly uri?: Json;
  readonly credentials?: Json;
  /** VPC_LINK or INTERNET. */
  readonly connectionType?: Json;
  readonly connectionId?: Json;
  readonly requestParameters: Readonly<Record<string, Json>>;
  readonly passthrough?: Json;
  readonly insecureTls: Reading<boolean>;
  readonly property: string;
}
