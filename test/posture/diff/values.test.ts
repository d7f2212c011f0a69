import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { firewall, of, PASS_ONE, ref } from '../support/network';
import { type Part, api, arn, inSet, rule } from '../support/payments';

const said = (base: Resources, head: Resources) => diffApps(appOf({ Pay: { Resources: base } }), appOf({ Pay: { Resources: head } })).map(({ direction, message }) => `${direction}: ${message}`);
const FN = of('Lambda::Function', { Handler: 'index.handler' });
const permission = (more: Part): Resources => ({ Fn: FN, P: of('Lambda::Permission', { FunctionName: ref('Fn'), Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-central-1:111122223333:rule/pay', ...more }) });
const rate = (more: Part): Resources => api({
  rules: [
    rule('rate', 0, 'Block', { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP', ...more } }), rule('callers', 1, 'Allow', inSet('Callers')),
  ],
});
const stateless = (...actions: string[]) => of('NetworkFirewall::RuleGroup', {
  Type: 'STATELESS', Capacity: 10, RuleGroup: { RulesSource: { StatelessRulesAndCustomActions: { StatelessRules: [{ Priority: 1, RuleDefinition: { Actions: actions, MatchAttributes: {} } }] } } },
});
const withStateless = (...actions: string[]): Resources => ({ ...firewall(PASS_ONE, { StatelessRuleGroupReferences: [{ Priority: 1, ResourceArn: ref('Fast') }] }), Fast: stateless(...actions) });

test.each<[way: string, base: Resources, head: Resources, said: string]>([
  ['a stream exception lets through', firewall(PASS_ONE), firewall(PASS_ONE, { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'CONTINUE' } }),
    'weaker: firewall policy Policy: StatefulEngineOptions.StreamExceptionPolicy is now CONTINUE; before, nothing'],
  ['a stateless group passes', { ...firewall(PASS_ONE), Fast: stateless('aws:pass') }, withStateless('aws:pass'),
    'weaker: firewall policy Policy: it now has the stateless rule group Fast, which passes packets that no other rule then sees'],
  ['a rate rule counts by what callers write', rate({}), rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ Header: { Name: 'x-request-id', TextTransformations: [] } }] }),
    'weaker: the rule rate now counts by the header x-request-id, which callers write as they like (web ACL Acl)'],
  ['a permission for every API', permission({ SourceArn: 'arn:aws:events:eu-central-1:111122223333:rule/pay' }), permission({ SourceArn: 'arn:aws:events:*:*:rule/*' }),
    'weaker: permission of a function P: it is now for arn:aws:events:*:*:rule/*; before, for arn:aws:events:eu-central-1:111122223333:rule/pay'],
  ['a permission for everything', permission({}), permission({ Action: 'lambda:*' }), 'weaker: permission of a function P: Action is now lambda:*; before, lambda:InvokeFunction'],
  ['a deployment makes a stage', { D: of('ApiGateway::Deployment', { RestApiId: 'abc' }) }, { D: of('ApiGateway::Deployment', { RestApiId: 'abc', StageName: 'open' }) },
    'weaker: stage of a deployment D: StageName is new: open'],
  ['a metric filter counts nothing', { M: of('Logs::MetricFilter', { MetricTransformations: [{ MetricName: 'denied', MetricValue: '1' }] }) }, { M: of('Logs::MetricFilter', { MetricTransformations: [{ MetricName: 'denied', MetricValue: '0' }] }) },
    'weaker: metric filter M: what it finds now counts for 0'],
  ['a key of AWS takes the place of one of the account', { K: of('KMS::Key'), T: of('SNS::Topic', { KmsMasterKeyId: arn('K') }) }, { K: of('KMS::Key'), T: of('SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' }) },
    'weaker: topic T: KmsMasterKeyId is now alias/aws/sns, a key that AWS manages; before, K'],
])('what is weaker by the order of its values is told so: %s', (_, base, head, expected) => {
  expect(said(base, head)).toContain(expected);
  expect(said(head, base).filter((line) => line.startsWith('weaker'))).toEqual([]);
  expect(said(head, base).some((line) => line.startsWith('stronger'))).toBe(true);
});

const graph = (more: Part = {}): Resources => ({ Graph: of('AppSync::GraphQLApi', { Name: 'pay', AuthenticationType: 'AWS_IAM', Visibility: 'PRIVATE', ...more }) });

test.each<[way: string, base: Resources, head: Resources, said: string[]]>([
  ['a new one before the function of the API', { Fn: FN }, {
    Fn: FN, ...graph({ AuthenticationType: 'API_KEY', Visibility: undefined }), Source: of('AppSync::DataSource', { ApiId: { 'Fn::GetAtt': ['Graph', 'ApiId'] }, Name: 's', Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: arn('Fn') } }),
  }, ['weaker: GraphQL API Graph is new: AuthenticationType API_KEY', 'weaker: data source of a GraphQL API Source is new: Type AWS_LAMBDA, LambdaFunctionArn Fn']],
  ['on the internet', graph(), graph({ Visibility: 'GLOBAL' }), ['weaker: GraphQL API Graph: Visibility is now GLOBAL; before, PRIVATE']],
  ['with a key in the place of IAM', graph(), graph({ AuthenticationType: 'API_KEY' }), ['weaker: GraphQL API Graph: AuthenticationType is now API_KEY; before, AWS_IAM']],
  ['with a second way in', graph(), graph({ AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }] }),
    ['weaker: GraphQL API Graph: AdditionalAuthenticationProviders now has {"AuthenticationType":"API_KEY"}']],
  ['a new key', graph(), { ...graph(), Key: of('AppSync::ApiKey', { ApiId: { 'Fn::GetAtt': ['Graph', 'ApiId'] } }) }, ['weaker: API key of a GraphQL API Key is new']],
])('a GraphQL API is told: %s', (_, base, head, expected) => {
  expect(said(base, head)).toEqual(expected);
});

test.each<[what: string, resource: Resources[string], said: string]>([
  ['a route', of('EC2::Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }), 'weaker: route New is new: DestinationCidrBlock 0.0.0.0/0, GatewayId igw-1'],
  ['a permission', of('Lambda::Permission', { FunctionName: 'pay', Action: 'lambda:InvokeFunction', Principal: '444455556666' }), 'weaker: permission of a function New is new: Principal 444455556666, Action lambda:InvokeFunction, FunctionName pay'],
  ['an entry of a network ACL', of('EC2::NetworkAclEntry', { RuleAction: 'allow', CidrBlock: '10.0.0.0/8' }), 'weaker: network ACL entry New is new: RuleAction allow, CidrBlock 10.0.0.0/8'],
  ['people of a VPN', of('EC2::ClientVpnAuthorizationRule', { TargetNetworkCidr: '10.0.0.0/8', AuthorizeAllGroups: true }), 'weaker: authorization of a client VPN New is new: TargetNetworkCidr 10.0.0.0/8, AuthorizeAllGroups true'],
])('what is new says for whom and to where: %s', (_, New, expected) => {
  expect(said({ Fn: FN }, { Fn: FN, New })).toEqual([expected]);
});
