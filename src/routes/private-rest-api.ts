import { Fn, Lazy, Names, type ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { deploymentOf } from './api-deployment';
import { RESOURCE_QUOTA, sizeBreaches } from './api-limits';
import { acknowledgeBody } from './api-nag';
import type { ApiCorsOptions } from './cors';
import { type Cors, readCors } from './cors-preflight';
import { handlerCycles } from './handler-cycle';
import { InvokePermissions } from './invoke-permissions';
import { modelReferences } from './model-references';
import { openApiBody } from './openapi-body';
import type { OpenApiDocument } from './openapi-document';
import type { Route } from './route';
import type { RouteOptions, RoutesOptions } from './route-options';
import { readOperation, readRoute, refuseStrangers, type RouteReading } from './route-reading';
import { routeReasons } from './route-reasons';
import { RouteTable } from './route-table';
import { TlsPolicy } from './tls-policy';
import type { MachineTokenIssuer } from '../identity/machine-token-issuer';
import { problem, refuse, warn, within } from '../validation';
import { parseRoute } from '../values/route';
import { shown } from '../values/rule-error';

/** Properties of a `PrivateRestApi`. */
export interface PrivateRestApiProps {
  /**
   * Name of the API, 1 to 200 characters. CloudWatch keeps metrics by it, so it is unique in the account and Region.
   *
   * @default - the stack's name and the construct's path in it
   */
  readonly apiName?: string;

  /**
   * What the API is for, as the console shows it.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * `execute-api` endpoints to publish alias names for: `API-ENDPOINT.execute-api.REGION.amazonaws.com`. It admits nobody.
   *
   * @default - none: callers need private DNS, or send the API's id in a header
   */
  readonly endpointIds?: string[];

  /**
   * Who may call, by endpoint. It is rendered at the end, so that statements may still be added.
   *
   * @default - `attachPolicy` brings it before the end: an API without a policy is refused at synth
   */
  readonly policy?: iam.PolicyDocument;

  /**
   * TLS versions and cipher suites.
   *
   * @default TlsPolicy.TLS_1_2
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Who makes the access tokens that routes with scopes ask for.
   *
   * @default - none: every route is open, with its reason
   */
  readonly issuer?: MachineTokenIssuer;

  /**
   * Web pages that may call the API from a browser.
   *
   * @default - none: no `OPTIONS` routes, no CORS headers
   */
  readonly cors?: ApiCorsOptions;

  /**
   * Whether deployments stay when a newer one replaces them: a canary needs the stable one.
   *
   * @default false
   */
  readonly retainDeployments?: boolean;
}

/**
 * A private REST API whose routes, models and scopes are one OpenAPI body.
 *
 * Creates 2 CloudFormation resources (API and deployment), and one permission for each function that answers: a route costs
 * none. A private API costs its requests, $3.50 a million in us-east-1, and nothing while idle.
 *
 * Leaves with its stack: it holds no data, and one that stayed behind would go on answering under a policy that nobody keeps.
 * Its id is part of every caller's URL; no change of a property replaces it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 */
export class PrivateRestApi extends Construct implements apigateway.IRestApiRef {
  /** Id of the API. */
  public readonly restApiId: string;
  /** The API, for everything that takes an `IRestApiRef`. */
  public readonly restApiRef: apigateway.RestApiReference;
  /** Account and Region of the API. */
  public readonly env: ResourceEnvironment;
  /** Name of the API, by which CloudWatch keeps its metrics: a token, so that renaming the resource renames it everywhere. */
  public readonly apiName: string;
  /** Id of the deployment that holds the API as it stands. */
  public readonly deploymentId: string;

  private readonly resource: apigateway.CfnRestApi;
  private readonly table = new RouteTable();
  private readonly permissions: InvokePermissions;
  private readonly uris = new Map<string, string>();
  private readonly stageNames = new Set<string>();
  private readonly cors?: Cors;
  private policy?: iam.PolicyDocument;

  /**
   * @throws ValidationError ApiName, TlsPolicyStrict, CorsOrigin, CorsHeader, CorsMaxAge
   */
  public constructor(scope: Construct, id: string, private readonly props: PrivateRestApiProps = {}) {
    super(scope, id);
    this.policy = props.policy;
    this.cors = within(this, () => props.cors && readCors(props.cors));
    this.resource = this.restApi();
    this.restApiId = this.resource.ref;
    this.restApiRef = this.resource.restApiRef;
    this.env = this.resource.env;
    this.apiName = Lazy.uncachedString({ produce: () => this.resource.name });
    this.deploymentId = deploymentOf(this, 'Deployment', this.resource, props.retainDeployments ?? false).ref;
    this.permissions = new InvokePermissions(this, () => this.arnForStages());
    if (this.cors && (props.endpointIds ?? []).length === 0) {
      warn(this, 'CorsNeedsName', 'a browser sends no x-apigw-api-id header: without associated endpoints CORS works through private DNS only');
    }
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** The routes, in the order in which they were added. */
  public get routes(): Route[] {
    return this.table.entries.map((entry) => entry.route);
  }

  /** Whether replaced deployments stay. */
  public get retainsDeployments(): boolean {
    return this.props.retainDeployments ?? false;
  }

  /**
   * Adds a route. It costs no CloudFormation resource; its function costs one permission the first time it answers a route.
   *
   * @param route `METHOD /path`, as in `GET /payments/{id}`; the method may be `ANY`, which answers what no other method of the path does
   * @throws ValidationError RouteMalformed, RouteTaken, RouteParameterNames, RouteAuthorizationMissing, RouteAuthorizationTwice,
   * RouteIssuerMissing, ScopeMalformed, ReasonMissing, RouteTarget, RouteTimeout, RouteThrottle, RouteParameterName,
   * RouteParameterTwice, RequestModelName, RequestModelConflict, HandlerLatestVersion, HandlerRegion, HttpBackendName, HttpBackendPlain
   */
  public addRoute(route: string, options: RouteOptions): Route {
    return within(this, () => {
      const reading = readRoute(route, options);
      const { request } = options;
      if (request) {
        this.table.addSchema(request.modelName, request._schema);
      }
      return this.add(reading, request?.modelName);
    });
  }

  /**
   * Adds every operation of an OpenAPI document: paths, scopes, parameters and request models.
   *
   * @throws ValidationError OpenApiRefused, RouteOperation, and everything that `addRoute` throws
   */
  public addRoutes(document: OpenApiDocument, options: RoutesOptions): Route[] {
    return within(this, () => {
      const operations = document._operations;
      refuseStrangers(operations, options.handlers);
      refuseStrangers(operations, options.openReasons);
      const readings = operations.map((operation) => readOperation(operation, options));
      for (const [name, schema] of Object.entries(document._schemas)) {
        this.table.addSchema(name, schema);
      }
      return readings.map((reading) => this.add(reading, modelNameOf(reading)));
    });
  }

  /**
   * Attaches the resource policy, where it was not known when the API was made.
   *
   * @throws ValidationError ResourcePolicyTwice
   */
  public attachPolicy(policy: iam.PolicyDocument): void {
    if (this.policy) {
      refuse(this, 'ResourcePolicyTwice', `an API has one resource policy, received another at ${this.node.path}`);
    }
    this.policy = policy;
  }

  /**
   * ARN by which IAM and resource policies name what is called.
   *
   * @param route a route of this API; every parameter becomes `*`. All routes where it is left out
   * @param stageName all stages where it is left out
   * @throws ValidationError RouteMalformed, RouteUnknown
   */
  public arnForExecuteApi(route?: string, stageName: string = '*'): string {
    if (route === undefined) {
      return this.executeApiArn(`${stageName}/*/*`);
    }
    const key = within(this, () => parseRoute(route));
    if (!this.table.find(key.text)) {
      refuse(this, 'RouteUnknown', `a route that is referred to is a route of the API, received: ${shown(route)}`);
    }
    const path = key.segments.map((segment) => segment.startsWith('{') ? '*' : segment).join('/');
    return this.executeApiArn(`${stageName}/${key.method === 'ANY' ? '*' : key.method}/${path}`);
  }

  /**
   * Lets an IAM identity call the API, or one route of it. Where routes ask for tokens this alone opens nothing: API Gateway
   * looks at IAM identities only for endpoint policies, resource policies and routes with IAM authorization.
   *
   * @param route a route of this API; all of them where it is left out
   * @throws ValidationError RouteMalformed, RouteUnknown
   */
  public grantInvoke(grantee: iam.IGrantable, route?: string): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [this.arnForExecuteApi(route)],
    });
  }

  /** @internal */
  public _addStage(stageName: string): void {
    this.stageNames.add(stageName);
  }

  private restApi(): apigateway.CfnRestApi {
    const { apiName, description, endpointIds = [], tlsPolicy = TlsPolicy.TLS_1_2 } = this.props;
    if (apiName !== undefined && !Token.isUnresolved(apiName) && !/^[^\p{Cc}]{1,200}$/u.test(apiName)) {
      refuse(this, 'ApiName', `an API has a name of 1 to 200 characters, received: ${shown(apiName)}`);
    }
    if (tlsPolicy.isStrict && tlsPolicy.endpointAccessMode === undefined) {
      refuse(this, 'TlsPolicyStrict', `strict endpoint access goes with the 2025 and 2021 TLS policies, received: ${shown(tlsPolicy.securityPolicy)}`);
    }
    const api = new apigateway.CfnRestApi(this, 'Resource', {
      name: apiName ?? this.nameWithinAccount(),
      description,
      body: Lazy.uncachedAny({ produce: () => this.body() }),
      policy: Lazy.uncachedAny({ produce: () => this.policy?.toJSON() }),
      endpointConfiguration: {
        types: ['PRIVATE'],
        ipAddressType: 'dualstack',
        ...endpointIds.length > 0 && { vpcEndpointIds: endpointIds },
      },
      securityPolicy: tlsPolicy.securityPolicy,
      endpointAccessMode: tlsPolicy.endpointAccessMode,
      apiKeySourceType: 'HEADER',
      failOnWarnings: true,
    });
    api.addMetadata('cdk-private-api', Lazy.uncachedAny({ produce: () => routeReasons(this.table.entries) }));
    acknowledgeBody(api);
    return api;
  }

  private nameWithinAccount(): string {
    const stack = Stack.of(this);
    const path = this.node.scopes.slice(stack.node.scopes.length).map((construct) => construct.node.id).join('-');
    return `${stack.stackName}-${path.length > 70 ? Names.uniqueResourceName(this, { maxLength: 70, separator: '-' }) : path}`;
  }

  private body(): Record<string, unknown> {
    return openApiBody({
      title: this.resource.name ?? '',
      operations: this.table.entries.map((entry) => entry.operation),
      schemas: this.table.schemas,
      issuer: this.props.issuer?._securityScheme(),
      cors: this.cors,
    });
  }

  private add(reading: RouteReading, requestModelName: string | undefined): Route {
    const { operation, authorization, apiKey, target, timeoutMillis } = reading;
    const { issuer } = this.props;
    if (operation.scopes.length > 0 && !issuer) {
      refuse(this, 'RouteIssuerMissing', `a route with scopes needs a token issuer (the API's property issuer), received: ${operation.key.text}`);
    }
    if (target.handler) {
      this.permissions.check(target.handler);
    }
    const route: Route = {
      text: operation.key.text,
      method: operation.key.method,
      path: operation.key.path,
      scopes: [...operation.scopes],
      openReason: authorization.openReason,
      apiKeyRequired: operation.apiKeyRequired,
      noApiKeyReason: apiKey.noneReason,
      requestModelName,
      throttle: target.throttle,
      operationId: operation.operationId,
    };
    const integration = {
      ...target.handler
        ? { type: 'aws_proxy', httpMethod: 'POST', uri: this.invocationUri(target.handler) }
        : target.backend?._integration(operation.key),
      ...timeoutMillis !== undefined && { timeoutInMillis: timeoutMillis },
    };
    const before = this.table.resourceCount;
    this.table.add({ operation: { ...operation, integration }, route, plainHttpReason: target.backend?.plainHttpReason });
    if (before <= RESOURCE_QUOTA && this.table.resourceCount > RESOURCE_QUOTA) {
      warn(this, 'ApiResourceQuota',
        `API Gateway admits ${RESOURCE_QUOTA} resources (path segments) an API until the quota "Resources per API" is raised: this API has more`);
    }
    // Only now: a route that was refused leaves nothing behind.
    operation.scopes.forEach((scope) => issuer?.declareScope(scope));
    if (target.handler) {
      this.permissions.allow(target.handler);
    }
    return route;
  }

  /** `Fn::Sub` is the shortest form that a template knows for it, and it stands in every route. */
  private invocationUri(handler: lambda.IFunction): string {
    const known = this.uris.get(handler.node.path);
    const { partition, region } = Stack.of(this);
    const literal = (value: string, name: string) => Token.isUnresolved(value) ? `\${AWS::${name}}` : value;
    const uri = known ?? Fn.sub(
      `arn:${literal(partition, 'Partition')}:apigateway:${literal(region, 'Region')}:lambda:path/2015-03-31/functions/\${f}/invocations`,
      { f: handler.functionArn },
    );
    this.uris.set(handler.node.path, uri);
    return uri;
  }

  private arnForStages(): string {
    const [stageName, ...others] = this.stageNames;
    return this.executeApiArn(`${stageName === undefined || others.length > 0 ? '*' : stageName}/*/*`);
  }

  private executeApiArn(resource: string): string {
    return Stack.of(this).formatArn({ service: 'execute-api', resource: this.restApiId, resourceName: resource });
  }

  private problems(): string[] {
    const stack = Stack.of(this);
    return [
      ...this.table.entries.length === 0 ? [problem('RoutesMissing', `an API without routes cannot be deployed: ${this.node.path} has none`)] : [],
      ...this.policy && !this.policy.isEmpty ? [] : [
        problem('ResourcePolicyMissing',
          `a private API has a resource policy, without which nobody can call or deploy it: ${this.node.path} has none (property policy, or attachPolicy)`),
      ],
      ...this.danglingReferences(),
      ...this.cycles(stack),
      ...sizeBreaches(stack, stack.resolve(this.resource.body), this.table.schemas).map((breach) => problem(breach.id, `${breach.message} (${this.node.path})`)),
    ];
  }

  private danglingReferences(): string[] {
    const { schemas } = this.table;
    return Object.entries(schemas).flatMap(([model, schema]) => modelReferences(schema)
      .filter(({ name }) => name === undefined || !Object.hasOwn(schemas, name))
      .map(({ ref }) => problem('RequestModelReference',
        `a model refers to models that routes of its API use, received: ${shown(ref)} in the model ${shown(model)} (${this.node.path})`)));
  }

  private cycles(stack: Stack): string[] {
    return handlerCycles(stack, this.permissions.handlers, this.resource).map(({ handler, path }) => problem('HandlerCycle',
      `a handler does not refer to its own API, whose body refers to it: CloudFormation makes neither first. Let ${handler.node.path} take a literal, or read an `
      + 'SSM parameter at run time, or give it by Function.fromFunctionArn with a literal ARN from a stack of its own, '
      + `received: ${[path.at(-1), ...path].join(' -> ')}`));
  }
}

function modelNameOf(reading: RouteReading): string | undefined {
  const [first] = Object.values(reading.operation.requestBody?.content ?? {}) as { schema?: { $ref?: string } }[];
  return first?.schema?.$ref?.replace('#/components/schemas/', '');
}
