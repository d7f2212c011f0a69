import type { Resources } from './app';

export type Templates = Record<string, { Resources: Resources; [section: string]: unknown }>;

/** Anything of a template. */
export type Part = Record<string, unknown>;

export const ref = (id: string) => ({ Ref: id });
export const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

export const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
export const denyUnless = (operator: string, key: string, value: unknown, more: Part = {}): Part => ({
  ...ALLOW, Effect: 'Deny', Condition: { [operator]: { [key]: value } }, ...more,
});

export const visibility = (MetricName: string) => ({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName });
export const rule = (Name: string, Priority: number, Action: string, Statement: unknown): Part => ({
  Name, Priority, Action: { [Action]: {} }, Statement, VisibilityConfig: visibility(Name),
});
export const inSet = (id: string) => ({ IPSetReferenceStatement: { Arn: arn(id) } });
export const traversal = { ByteMatchStatement: { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'CONTAINS', SearchString: '../', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } };
export const ipSet = (...Addresses: string[]) => ({ Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses } });

export interface Parts {
  readonly policy?: unknown[];
  readonly rules?: Part[];
  readonly standard?: string;
  readonly sets?: Resources;
  readonly method?: Part;
  readonly authorizer?: Part;
  readonly stage?: Part;
  readonly more?: Resources;
}

/** A private API behind a web firewall, with what is of interest in other words. */
export function api({
  policy = [ALLOW, denyUnless('StringNotEquals', 'aws:SourceVpce', ref('Endpoint'))], rules = [
    rule('traversal', 0, 'Block', traversal), rule('callers', 1, 'Allow', inSet('Callers')),
  ], standard = 'Block', sets = { Callers: ipSet('10.20.0.0/16') }, method = {}, authorizer = {}, stage = {}, more = {},
}: Parts = {}): Resources {
  return {
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { ServiceName: 'com.amazonaws.eu-central-1.execute-api', VpcEndpointType: 'Interface', VpcId: 'vpc-1' } },
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: { Name: 'payments', EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: [ref('Endpoint')] }, Policy: { Version: '2012-10-17', Statement: policy } },
    },
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Tokens: { Type: 'AWS::ApiGateway::Authorizer', Properties: { Name: 'tokens', Type: 'COGNITO_USER_POOLS', IdentitySource: 'method.request.header.Authorization', ProviderARNs: [arn('Pool')], RestApiId: ref('Api'), ...authorizer } },
    Payments: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: ref('Api'), ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'payments' } },
    Post: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: ref('Api'),
        ResourceId: ref('Payments'),
        HttpMethod: 'POST',
        AuthorizationType: 'COGNITO_USER_POOLS',
        AuthorizerId: ref('Tokens'),
        AuthorizationScopes: ['payments/write'],
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:payments/invocations' },
        ...method,
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: ref('Api') }, DependsOn: ['Post'] },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: ref('Api'), DeploymentId: ref('Deployment'), StageName: 'prod', ...stage } },
    ...sets,
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Name: 'acl', Scope: 'REGIONAL', DefaultAction: { [standard]: {} }, Rules: rules, VisibilityConfig: visibility('acl') } },
    Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: arn('Acl'), ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:eu-central-1::/restapis/${Api}/stages/${Stage}' } } },
    ...more,
  };
}
