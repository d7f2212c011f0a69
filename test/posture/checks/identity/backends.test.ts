import { backendDirectAccess } from '../../../../src/posture/checks/identity/backend-direct-access';
import { backendLoadBalancer } from '../../../../src/posture/checks/identity/backend-load-balancer';
import { functionPermission } from '../../../../src/posture/checks/identity/function-permission';
import { Posture } from '../../../../src/posture/model/posture';
import { type Resources, appOf } from '../../support/app';
import { OPEN, PARAMETERS, cases, verdicts } from '../../support/cases';
import { one, withBody, withMethods } from '../../support/private-api';

const ARN = { 'Fn::GetAtt': ['Backend', 'Arn'] };
const uriOf = (fn: unknown) => ({ 'Fn::Join': ['', ['arn:aws:apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/', fn, '/invocations']] });
/** A private API before a function, and another function that serves nobody. */
const behind: Resources = {
  ...withMethods({ Get: { Integration: { Type: 'AWS_PROXY', Uri: uriOf(ARN) } } }),
  ...one('Backend', 'Lambda::Function', { FunctionName: 'backend' }),
  ...one('Other', 'Lambda::Function', { FunctionName: 'other' }),
};
const permission = (properties: object) => ({ ...behind, ...one('May', 'Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Backend' }, Principal: 'apigateway.amazonaws.com', ...properties }) });
const ofApi = { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/live/GET/' };

cases(functionPermission, [
  ['the API that it serves passes', permission({ SourceArn: ofApi }), ['pass May SourceArn']],
  ['...an API of any account by its id', permission({ SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:*:*:${Api}/*' } }), ['pass May SourceArn']],
  ['...any of the own account', permission({ SourceAccount: { Ref: 'AWS::AccountId' } }), ['pass May SourceAccount']],
  ['left out is any API of any account', permission({}), ['error May SourceArn']],
  ['wildcards are, too', permission({ SourceArn: 'arn:aws:execute-api:*:*:*' }), ['error May SourceArn']],
  ['...of one Region', permission({ SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:*:*/*/GET/' } }), ['error May SourceArn']],
  ['...and short ones', permission({ SourceArn: '*' }), ['error May SourceArn']],
  ['a service in another partition is the same', permission({ Principal: 'apigateway.amazonaws.com.cn' }), ['error May SourceArn']],
  ['everybody fails', permission({ Principal: '*' }), ['error May Principal']],
  ['...also through a source that is anybody\'s', permission({ Principal: '*', SourceArn: 'arn:aws:execute-api:*:*:*' }), ['error May Principal']],
  ['everybody of an organization passes', permission({ Principal: '*', PrincipalOrgID: 'o-1234567890' }), ['pass May Principal']],
  ['everybody at a URL fails where the API is private', permission({ Principal: '*', FunctionUrlAuthType: 'NONE' }), ['error May Principal']],
  ['...and is said where the function is another', permission({ Principal: '*', FunctionUrlAuthType: 'NONE', FunctionName: 'other' }), ['warning May Principal']],
  ['another service passes', permission({ Principal: 'events.amazonaws.com' }), ['pass May Principal']],
  ['a layer for everybody fails', one('Layer', 'Lambda::LayerVersionPermission', { Principal: '*', Action: 'lambda:GetLayerVersion', LayerVersionArn: 'arn' }), ['error Layer Principal']],
  ['...and one for an organization passes', one('Layer', 'Lambda::LayerVersionPermission', { Principal: '*', OrganizationId: 'o-1234567890' }), ['pass Layer Principal']],
  ['a principal that is a parameter is not known', permission({ Principal: OPEN }), ['unknown May Principal']],
  ['...nor is a source', permission({ SourceArn: OPEN }), ['unknown May SourceArn']],
], PARAMETERS);

test('another account that invokes the function of a private API, or has an API before it, is said', () => {
  const said = (properties: object) => {
    const app = appOf({ Test: { Resources: permission(properties) } });
    return verdicts(functionPermission, new Posture({ ...app, stacks: app.stacks.map((stack) => ({ ...stack, account: '111122223333' })) }));
  };
  expect(said({ Principal: '444455556666' })).toEqual(['warning May Principal']);
  expect(said({ Principal: 'arn:aws:iam::444455556666:role/other' })).toEqual(['warning May Principal']);
  expect(said({ Principal: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:root' } })).toEqual(['warning May Principal']);
  expect(said({ SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:444455556666:abc123/*' } })).toEqual(['warning May SourceArn']);
  expect(said({ Principal: '111122223333' })).toEqual(['pass May Principal']);
  expect(said({ Principal: '444455556666', FunctionName: 'other' })).toEqual(['pass May Principal']);
  expect(said({ SourceArn: 'arn:aws:execute-api:eu-west-1:444455556666:abc123/*' })).toEqual(['warning May SourceArn']);
  expect(said({ SourceAccount: '444455556666' })).toEqual(['warning May SourceAccount']);
  expect(said({ SourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*' })).toEqual(['pass May SourceArn']);
});

const url = (properties: object) => ({ ...behind, ...one('Url', 'Lambda::Url', { TargetFunctionArn: ARN, ...properties }) });
const quick = (id: string, type: string, properties: object) => ({ ...behind, ...one(id, type, properties) });
const regional = (method: object) => ({
  ...behind,
  ...one('Public', 'ApiGateway::RestApi', { EndpointConfiguration: { Types: ['REGIONAL'] } }),
  ...one('Post', 'ApiGateway::Method', {
    RestApiId: { Ref: 'Public' }, ResourceId: { 'Fn::GetAtt': ['Public', 'RootResourceId'] }, HttpMethod: 'POST', Integration: { Type: 'AWS_PROXY', Uri: uriOf(ARN) }, ...method,
  }),
});
const graph = (api: object) => ({
  ...behind, ...one('Graph', 'AppSync::GraphQLApi', api), ...one('Source', 'AppSync::DataSource', { ApiId: { 'Fn::GetAtt': ['Graph', 'ApiId'] }, Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: ARN } }),
});

cases(backendDirectAccess, [
  ['a function without another way passes', behind, []],
  ['a URL for everybody fails', url({ AuthType: 'NONE' }), ['error Url AuthType']],
  ['...by the name of the function', url({ AuthType: 'NONE', TargetFunctionArn: 'backend' }), ['error Url AuthType']],
  ['...by an alias', { ...url({ AuthType: 'NONE', TargetFunctionArn: { Ref: 'Live' } }), ...one('Live', 'Lambda::Alias', { FunctionName: { Ref: 'Backend' }, Name: 'live' }) }, ['error Url AuthType']],
  ['...and one for IAM identities is said', url({ AuthType: 'AWS_IAM' }), ['warning Url AuthType']],
  ['a URL of another function for IAM identities passes', url({ AuthType: 'AWS_IAM', TargetFunctionArn: 'other' }), ['pass Url AuthType']],
  ['...for everybody it is said', url({ AuthType: 'NONE', TargetFunctionArn: 'other' }), ['warning Url AuthType']],
  ['whom a URL lets in is not known', url({ AuthType: OPEN }), ['unknown Url AuthType']],
  ['a function of AWS SAM brings its URL along', one('Sam', 'Serverless::Function', { FunctionUrlConfig: { AuthType: 'NONE' } }), ['warning Sam FunctionUrlConfig.AuthType']],
  ['an HTTP API before the function is said', quick('Quick', 'ApiGatewayV2::Integration', { ApiId: 'a', IntegrationUri: ARN }), ['warning Quick IntegrationUri']],
  ['...and one that asks nobody fails', quick('Quick', 'ApiGatewayV2::Api', { ProtocolType: 'HTTP', Target: ARN }), ['error Quick Target']],
  ['...in a body too', quick('Quick', 'ApiGatewayV2::Api', { Body: { paths: { '/': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: uriOf(ARN) } } } } } }), ['warning Quick Body']],
  ['a public API that asks nobody fails', regional({ AuthorizationType: 'NONE' }), ['error Post Integration']],
  ['...and one that asks is said', regional({ AuthorizationType: 'AWS_IAM' }), ['warning Post Integration']],
  ['a GraphQL API on the internet is said', graph({}), ['warning Source LambdaConfig.LambdaFunctionArn']],
  ['...a private one passes', graph({ Visibility: 'PRIVATE' }), ['pass Source LambdaConfig.LambdaFunctionArn']],
  ['...one that a parameter decides on is not known', graph({ Visibility: OPEN }), ['unknown Source LambdaConfig.LambdaFunctionArn']],
], PARAMETERS);

const NLB = 'ElasticLoadBalancingV2::LoadBalancer';
const linked = (balancer: object) => ({
  ...withMethods({ Get: { Integration: { Type: 'HTTP_PROXY', Uri: 'https://claims.example.com', ConnectionType: 'VPC_LINK', ConnectionId: { Ref: 'Link' } } } }),
  ...one('Link', 'ApiGateway::VpcLink', { Name: 'link', TargetArns: [{ Ref: 'Balancer' }] }),
  ...one('Balancer', NLB, { Type: 'network', ...balancer }),
});
const targeted = (balancer: object, rule: boolean): Resources => ({
  ...behind,
  ...one('Balancer', NLB, balancer),
  ...one('Group', 'ElasticLoadBalancingV2::TargetGroup', { TargetType: 'lambda', Targets: [{ Id: ARN }] }),
  ...one('Listener', 'ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Balancer' }, DefaultActions: rule ? [] : [{ Type: 'forward', TargetGroupArn: { Ref: 'Group' } }] }),
  ...rule ? one('Rule', 'ElasticLoadBalancingV2::ListenerRule', { ListenerArn: { Ref: 'Listener' }, Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: { Ref: 'Group' } }] } }] }) : {},
});

cases(backendLoadBalancer, [
  ['an internal one behind a VPC link passes', linked({ Scheme: 'internal' }), ['pass Balancer Scheme']],
  ['one that faces the internet fails', linked({ Scheme: 'internet-facing' }), ['error Balancer Scheme']],
  ['...which is what AWS takes', linked({}), ['error Balancer Scheme']],
  ['one that a route names by its address fails', {
    ...withBody({ '/a': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: { 'Fn::Sub': 'https://${Balancer.DNSName}/' } } } } }), ...one('Balancer', NLB),
  }, ['error Balancer Scheme']],
  ['one before the function of a route fails', targeted({}, false), ['error Balancer Scheme']],
  ['...by a rule of its listener', targeted({}, true), ['error Balancer Scheme']],
  ['...an internal one passes', targeted({ Scheme: 'internal' }, true), ['pass Balancer Scheme']],
  ['one that serves others is not judged', { ...behind, ...one('Balancer', NLB) }, []],
  ['a parameter is not known', linked({ Scheme: OPEN }), ['unknown Balancer Scheme']],
], PARAMETERS);
