import type { Authorizer, Route } from './authorization';
import { methodRoutes, ownAuthorizer } from './method-routes';
import { bodyAuthorizers, bodyRoutes } from './openapi-routes';
import type { Posture } from './posture';
import { type Reading, known, read, readBoolean, readList, unknownBecause } from './reading';
import type { Resource } from '../assembly/app';
import { type Json, isObject, listOf, member, objectOf } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';
import { type Policy, readPolicy } from '../policy/policy';

/** One REST API, whether its routes are resources or stand in an OpenAPI body. */
export interface Api {
  readonly resource: Resource;
  /** The OpenAPI body; where it is unknown, so are the routes. */
  readonly body: Reading<Json>;
  /** As in `PRIVATE`. */
  readonly types: Reading<readonly Json[]>;
  /** Where the type is said. */
  readonly typesProperty: string;
  readonly endpointIds: readonly Json[];
  readonly policy: Reading<Policy>;
  readonly policyProperty: string;
  readonly routes: readonly Route[];
  readonly authorizers: readonly Authorizer[];
  readonly stages: readonly Resource[];
  readonly deployments: readonly Resource[];
  readonly disablesExecuteApiEndpoint: Reading<boolean>;
  /** Whether it is private: no internet address reaches it. */
  readonly isPrivate: Reading<boolean>;
}

/** The REST APIs of an app. */
export function apisOf(posture: Posture): readonly Api[] {
  return posture.ofType('AWS::ApiGateway::RestApi').map((resource) => apiOf(posture, resource));
}

/** The routes that an app adds to APIs which are not its own. */
export function foreignRoutesOf(posture: Posture): readonly Route[] {
  return methodRoutes(posture, posture.ofType('AWS::ApiGateway::Method').filter(({ properties }) => posture.target(properties.RestApiId)?.type !== 'AWS::ApiGateway::RestApi'), undefined);
}

/** The API that a value refers to. */
export function apiAt(posture: Posture, value: Json | undefined): Api | undefined {
  const resource = posture.target(value);
  return resource && posture.derive(apisOf).find((api) => api.resource === resource);
}

function apiOf(posture: Posture, resource: Resource): Api {
  const ofThis = (type: string) => posture.ofType(type).filter(({ properties }) => posture.target(properties.RestApiId) === resource);
  const written = read(resource, 'Body');
  // What stands beside the part that a macro adds is known.
  const content = written.kind === 'known' ? written.value : undefined;
  const body = wholly(written);
  const bodyEndpoint = member(content, 'x-amazon-apigateway-endpoint-configuration');
  const authorizers = [...ofThis('AWS::ApiGateway::Authorizer').map(ownAuthorizer), ...bodyAuthorizers(resource, content)];
  const types = readList(resource, 'EndpointConfiguration.Types');
  const bodyTypes = listOf(member(bodyEndpoint, 'types'));
  const parameter = read(resource, 'Parameters.endpointConfigurationTypes');
  const configured = types.kind === 'known' && parameter.kind !== 'absent' && !(parameter.kind === 'known' && types.value.length === 1 && types.value[0] === parameter.value)
    ? { kind: 'unknown', why: 'Parameters.endpointConfigurationTypes, which says something else' } as const
    : types.kind !== 'absent' ? types : bodyTypes.length > 0 ? known(bodyTypes) : parameter.kind === 'known' ? known([parameter.value]) : parameter;
  const policyInBody = member(content, 'x-amazon-apigateway-policy');
  const disabled = readBoolean(resource, 'DisableExecuteApiEndpoint');
  return {
    resource,
    body,
    types: configured,
    typesProperty: 'EndpointConfiguration.Types',
    endpointIds: [...listOf(member(resource.properties.EndpointConfiguration, 'VpcEndpointIds')), ...listOf(member(bodyEndpoint, 'vpcEndpointIds'))],
    // The property wins over the body: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html
    policy: readPolicy(resource.properties.Policy ?? policyInBody),
    policyProperty: resource.properties.Policy === undefined && policyInBody !== undefined ? 'Body.x-amazon-apigateway-policy' : 'Policy',
    routes: [
      ...methodRoutes(posture, ofThis('AWS::ApiGateway::Method'), resource),
      ...bodyRoutes(resource, content),
    ],
    authorizers,
    stages: ofThis('AWS::ApiGateway::Stage'),
    deployments: ofThis('AWS::ApiGateway::Deployment'),
    disablesExecuteApiEndpoint: disabled.kind === 'absent' && member(bodyEndpoint, 'disableExecuteApiEndpoint') === true ? known(true) : disabled,
    isPrivate: isPrivate(configured),
  };
}

/** The body, if all of it is known: what a macro adds to its paths may be any route. */
function wholly(body: Reading<Json>): Reading<Json> {
  const added = body.kind === 'known' ? [member(body.value, '*'), member(member(body.value, 'paths'), '*'), member(body.value, 'paths')].find((value) => isUnknown(value)) : undefined;
  return added === undefined ? body : unknownBecause(added);
}

function isPrivate(types: Reading<readonly Json[]>): Reading<boolean> {
  if (types.kind !== 'known') {
    return types.kind === 'absent' ? known(false) : types; // EDGE is what API Gateway takes
  }
  const open = types.value.find((type) => isUnknown(type));
  return open === undefined ? known(types.value.length === 1 && String(types.value[0]).toUpperCase() === 'PRIVATE') : unknownBecause(open);
}

/** What in the app says that an API is meant to be private, in words; empty where nothing does. */
export function privateSigns(posture: Posture, api: Api): string[] {
  const conditions = api.policy.kind === 'known' ? api.policy.value.statements.flatMap((statement) => statement.conditions) : [];
  const signs = [
    ...api.isPrivate.kind === 'known' && api.isPrivate.value ? ['its endpoint type'] : [],
    ...conditions.some(({ key }) => ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].includes(key)) ? ['a resource policy that names VPC endpoints'] : [],
    ...api.endpointIds.length > 0 ? ['the VPC endpoints that it is associated with'] : [],
    ...isObject(api.resource.metadata['cdk-private-api']) ? ['the construct that made it'] : [],
    // Where another API is private, the endpoint is that one's.
    ...!posture.derive(apisOf).some(({ isPrivate: one }) => one.kind === 'known' && one.value) && posture.ofType('AWS::EC2::VPCEndpoint').some(({ properties }) => String(properties.ServiceName).endsWith('.execute-api'))
      ? ['a VPC endpoint for execute-api in the same app'] : [],
  ];
  return signs;
}

/** The stage that belongs to a deployment made with a stage name of its own. */
export function stageNames(api: Api): readonly Json[] {
  return [...api.stages.map(({ properties }) => properties.StageName), ...api.deployments.map(({ properties }) => objectOf(properties).StageName)]
    .filter((name): name is Json => name !== undefined);
}
