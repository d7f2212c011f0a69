import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { ALLOW, type Part, type Parts, type Templates, api, arn, denyUnless, inSet, ipSet, ref, rule, traversal, visibility } from '../support/payments';

const one = (parts: Parts = {}): Templates => ({ Pay: { Resources: api(parts) } });
const without = (templates: Templates, ...ids: string[]): Templates => Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, {
  ...template, Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => !ids.includes(id))),
}]));
/** Resources called otherwise, with all that refers to them. */
const renamed = (templates: Templates, names: Record<string, string>): Templates => JSON.parse(Object.entries(names)
  .reduce((text, [from, to]) => text.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`\${${from}}`, `\${${to}}`), JSON.stringify(templates))) as Templates;

const twoSets = { Callers: ipSet('10.20.0.0/16'), Guests: ipSet('10.99.0.0/16') };
const blockGuests = [rule('guests', 0, 'Block', inSet('Guests')), rule('callers', 1, 'Allow', inSet('Callers'))];
const other = (Properties: Part): Resources => ({ Other: { Type: 'AWS::ApiGateway::RestApi', Properties } });
const mapping = (id: string): Resources => ({
  Domain: { Type: 'AWS::ApiGateway::DomainNameV2', Properties: { DomainName: 'pay.internal', EndpointConfiguration: { Types: ['PRIVATE'] } } },
  Mapping: { Type: 'AWS::ApiGateway::BasePathMappingV2', Properties: { DomainNameArn: ref('Domain'), RestApiId: ref(id), Stage: 'prod' } },
});
const backend = (Uri: unknown) => ({ method: { Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri } } });
const vpce = (...ids: string[]) => denyUnless('StringNotEquals', 'aws:SourceVpce', ids);
const IAM = { method: { AuthorizationType: 'AWS_IAM', AuthorizerId: { Ref: 'AWS::NoValue' } } };
const LAMBDA = (id: string) => `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:${id}/invocations`;

test.each<[way: string, said: string, before: Templates, after: Templates]>([
  ['a Deny that is turned to Like, with a wildcard',
    'weaker: anybody with a VPC endpoint of the Region, in other accounts too, may now call POST /payments',
    one({ policy: [ALLOW, vpce('vpce-1')] }), one({ policy: [ALLOW, denyUnless('StringNotLike', 'aws:SourceVpce', 'vpce-*')] })],
  ['a Deny of some routes only',
    'weaker: anybody with a VPC endpoint of the Region, in other accounts too, may now call POST /payments',
    one(), one({ policy: [ALLOW, denyUnless('StringNotEquals', 'aws:SourceVpce', ref('Endpoint'), { Resource: 'execute-api:/prod/GET/*' })] })],
  ['a Deny with one more key: all of its conditions must hold together',
    'weaker: callers from the VPC vpc-9, through any endpoint there, may now call POST /payments',
    one(), one({ policy: [ALLOW, { ...ALLOW, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ref('Endpoint'), 'aws:SourceVpc': 'vpc-9' } } }] })],
  ['a Deny whose principal is one role',
    'weaker: anybody with a VPC endpoint of the Region, in other accounts too, may now call POST /payments',
    one(), one({ policy: [ALLOW, denyUnless('StringNotEquals', 'aws:SourceVpce', ref('Endpoint'), { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } })] })],
  ['a Deny whose action never happens',
    'weaker: anybody with a VPC endpoint of the Region, in other accounts too, may now call POST /payments',
    one(), one({ policy: [ALLOW, denyUnless('StringNotEquals', 'aws:SourceVpce', ref('Endpoint'), { Action: 'execute-api:ManageConnections' })] })],
  ['a Deny that ForAnyValue makes silent where the key is missing',
    'weaker: the resource policy of Api no longer denies execute-api:Invoke on execute-api:/* to anybody where aws:sourcevpce stringnotequals Endpoint',
    one(), one({ policy: [ALLOW, denyUnless('ForAnyValue:StringNotEquals', 'aws:SourceVpce', ref('Endpoint'))] })],
  ['a policy split in two of which the second half is of another API',
    'weaker: it is no longer sure who may call POST /payments: the resource policy of Api then depends on what the templates don\'t tell',
    one({ policy: [ALLOW, vpce('vpce-1', 'vpce-2')] }), one({ policy: [ALLOW, { ...vpce('vpce-1', 'vpce-2'), Resource: 'arn:aws:execute-api:eu-central-1:111122223333:zzzzzzzzzz/*' }] })],
  ['another account that signs its calls, while endpoints are taken away',
    'weaker: whoever signs as arn:aws:iam::444455556666:role/x, through any VPC endpoint of the Region, may now call POST /payments',
    { Pay: { Resources: api({ ...IAM, policy: [ALLOW, vpce('vpce-1', 'vpce-2')] }) } },
    { Pay: { Resources: api({ ...IAM, policy: [ALLOW, { ...vpce('vpce-1'), Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::444455556666:role/x' } }] }) } }],
  ['an account that may call with its signature',
    'weaker: the resource policy of Api now also allows execute-api:Invoke on execute-api:/* to 444455556666',
    one({ ...IAM, policy: [{ ...ALLOW, Principal: { AWS: '111122223333' } }] }), one({ ...IAM, policy: [{ ...ALLOW, Principal: { AWS: ['111122223333', '444455556666'] } }] })],
  ['the whole network, by two halves',
    'weaker: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16',
    one({ policy: [ALLOW, denyUnless('NotIpAddress', 'aws:VpcSourceIp', '10.20.0.0/16')] }),
    one({ policy: [ALLOW, denyUnless('NotIpAddress', 'aws:VpcSourceIp', ['10.0.0.0/9', '10.128.0.0/9'])] })],

  ['a rule that admits moves before the one that blocks',
    'weaker: what the rule callers admits no longer meets the rule traversal first (web ACL Acl)',
    one(), one({ rules: [rule('traversal', 1, 'Block', traversal), rule('callers', 0, 'Allow', inSet('Callers'))] })],
  ['the rules stand in the order of their priorities, which are others',
    'weaker: what the rule callers admits no longer meets the rule traversal first (web ACL Acl)',
    one(), one({ rules: [rule('callers', 0, 'Allow', inSet('Callers')), rule('traversal', 5, 'Block', traversal)] })],
  ['the sets of two rules are swapped',
    'weaker: anyone in 10.99.0.0/16 may now call POST /payments; before, only 10.20.0.0/16',
    one({ sets: twoSets, rules: blockGuests }),
    one({ sets: twoSets, rules: [rule('guests', 0, 'Block', inSet('Callers')), rule('callers', 1, 'Allow', inSet('Guests'))] })],
  ['the actions of two rules are swapped',
    'weaker: anyone in 10.99.0.0/16 may now call POST /payments; before, only 10.20.0.0/16',
    one({ sets: twoSets, rules: blockGuests }),
    one({ sets: twoSets, rules: [rule('guests', 0, 'Allow', inSet('Guests')), rule('callers', 1, 'Block', inSet('Callers'))] })],
  ['the sets keep their names and swap their addresses',
    'weaker: anyone in 10.99.0.0/16 may now call POST /payments; before, only 10.20.0.0/16',
    one({ sets: twoSets, rules: blockGuests }),
    one({ sets: { Callers: ipSet('10.99.0.0/16'), Guests: ipSet('10.20.0.0/16') }, rules: blockGuests })],
  ['a NOT around the set of callers',
    'weaker: anyone at any IPv6 address and any IPv4 address outside of 10.20.0.0/16 may now call POST /payments; before, only 10.20.0.0/16',
    one(), one({ rules: [rule('traversal', 0, 'Block', traversal), rule('callers', 1, 'Allow', { NotStatement: { Statement: inSet('Callers') } })] })],
  ['a rule admits whoever sends a header',
    'weaker: anyone at any IPv6 address and any IPv4 address outside of 10.20.0.0/16 may now call POST /payments with a request that a rule admits for more than its address; before, only 10.20.0.0/16',
    one(), one({
      rules: [rule('header', 0, 'Allow', { ByteMatchStatement: { FieldToMatch: { SingleHeader: { Name: 'x-debug' } }, PositionalConstraint: 'EXACTLY', SearchString: '1', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } }),
        rule('traversal', 1, 'Block', traversal), rule('callers', 2, 'Allow', inSet('Callers'))],
    })],
  ['a rule that is called the same and blocks nothing any more',
    'weaker: the rule traversal now matches less: {"AndStatement":{"Statements":[{"ByteMatchStatement":{"FieldToMatch":{"UriPath":{}},"PositionalConstraint":"CONTAINS"...; before, {"ByteMatchStatement":{"FieldToMatch":{"UriPath":{}},"PositionalConstraint":"CONTAINS","SearchString":"../","TextTran... (web ACL Acl)',
    one(), one({ rules: [rule('traversal', 0, 'Block', { AndStatement: { Statements: [traversal, inSet('Callers')] } }), rule('callers', 1, 'Allow', inSet('Callers'))] })],
  ['a rule is called otherwise and only counts',
    'weaker: the rule no-traversal now only counts what it matches; before, it blocks it (web ACL Acl)',
    one(), one({ rules: [rule('no-traversal', 0, 'Count', traversal), rule('callers', 1, 'Allow', inSet('Callers'))] })],
  ['a second web ACL stands before the stage',
    'weaker: anyone at any IPv4 address and any IPv6 address may now call POST /payments; before, only 10.20.0.0/16',
    one(), {
      Pay: {
        Resources: {
          ...without(one(), 'Association').Pay!.Resources,
          Acl2: { Type: 'AWS::WAFv2::WebACL', Properties: { Name: 'acl2', Scope: 'REGIONAL', DefaultAction: { Allow: {} }, Rules: [], VisibilityConfig: visibility('acl2') } },
          Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: arn('Acl2'), ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:eu-central-1::/restapis/${Api}/stages/${Stage}' } } },
        },
      },
    }],
  ['a second stage that no web ACL protects',
    'weaker: stage Second is new: StageName test, RestApiId Api',
    one(), one({ more: { Second: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: ref('Api'), DeploymentId: ref('Deployment'), StageName: 'test' } } } })],

  ['a list keeps its first range, and has the network around it',
    'weaker: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.0.0.0/16',
    one({ sets: { Callers: ipSet('10.0.0.0/16') } }), one({ sets: { Callers: ipSet('10.0.0.0/8') } })],
  ['one of two lists is wider, and the other narrower',
    'weaker: anyone in 10.98.0.0/16 may now call POST /payments; before, only 10.20.0.0/16 and 10.99.0.0/16',
    one({ sets: twoSets, rules: [rule('a', 0, 'Allow', inSet('Callers')), rule('b', 1, 'Allow', inSet('Guests'))] }),
    one({ sets: { Callers: ipSet('10.20.0.0/17'), Guests: ipSet('10.99.0.0/16', '10.98.0.0/16') }, rules: [rule('a', 0, 'Allow', inSet('Callers')), rule('b', 1, 'Allow', inSet('Guests'))] })],

  ['a stage variable names another backend',
    'unknown: stage Stage: Variables is now {"host":"pay.example.com"}; before, {"host":"pay.internal"}',
    one({ ...backend('https://${stageVariables.host}/pay'), stage: { Variables: { host: 'pay.internal' } } }),
    one({ ...backend('https://${stageVariables.host}/pay'), stage: { Variables: { host: 'pay.example.com' } } })],
  ['another scope in the place of one',
    'weaker: POST /payments is now open to tokens with payments/read; before, only to tokens with payments/write',
    one(), one({ method: { AuthorizationScopes: ['payments/read'] } })],
  ['a Deny by VPC in the place of one by endpoint',
    'weaker: callers from the VPC vpc-9, through any endpoint there, may now call POST /payments',
    one(), one({ policy: [ALLOW, denyUnless('StringNotEquals', 'aws:SourceVpc', 'vpc-9')] })],
  ['an authorizer of the same name asks another pool',
    'weaker: POST /payments now takes tokens of ["arn:aws:cognito-idp:eu-central-1:444455556666:userpool/eu-central-1_x"]; before, of ["Pool"]',
    one(), one({ authorizer: { ProviderARNs: ['arn:aws:cognito-idp:eu-central-1:444455556666:userpool/eu-central-1_x'] } })],
  ['an authorizer of the same name is a function',
    'unknown: another function now decides on the callers of POST /payments',
    one({ method: { AuthorizationType: 'CUSTOM', AuthorizationScopes: ref('AWS::NoValue') }, authorizer: { Type: 'TOKEN', AuthorizerUri: LAMBDA('checks') } }),
    one({ method: { AuthorizationType: 'CUSTOM', AuthorizationScopes: ref('AWS::NoValue') }, authorizer: { Type: 'TOKEN', AuthorizerUri: LAMBDA('admits') } })],
  ['a new API beside it that is public',
    'weaker: there is a new API Other, with routes that are not known',
    one(), one({ more: other({ Name: 'other', EndpointConfiguration: { Types: ['REGIONAL'] } }) })],
  ['a new API beside it that is private and open to every endpoint',
    'weaker: there is a new API Other, with routes that are not known',
    one(), one({ more: other({ Name: 'other', EndpointConfiguration: { Types: ['PRIVATE'] }, Policy: { Statement: [ALLOW] } }) })],
  ['a new HTTP API beside it',
    'weaker: public API Http is new',
    one(), one({ more: { Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'http', ProtocolType: 'HTTP' } } } })],
  ['a function URL beside it',
    'weaker: public URL of a function Url is new: TargetFunctionArn payments, AuthType NONE',
    one(), one({ more: { Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'payments', AuthType: 'NONE' } } } })],
  ['the base path of a domain leads to another API',
    'unknown: base path of a private domain Mapping: RestApiId is now Other; before, Api',
    one({ more: { ...other({ Name: 'other', EndpointConfiguration: { Types: ['PRIVATE'] } }), ...mapping('Api') } }),
    one({ more: { ...other({ Name: 'other', EndpointConfiguration: { Types: ['PRIVATE'] } }), ...mapping('Other') } })],
  ['a method for all methods beside it',
    'weaker: ANY /payments is new, open to anybody who gets through the layers before',
    one(), one({ more: { Any: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: ref('Api'), ResourceId: ref('Payments'), HttpMethod: 'ANY', AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } } } } })],
  ['an empty list of scopes',
    'weaker: POST /payments is now open to any token of the user pool, ID tokens too; before, only to tokens with payments/write',
    one(), one({ method: { AuthorizationScopes: [] } })],

  ['the API is called otherwise, and public',
    'weaker: the API PaymentsApi answers on a public address now: its type is REGIONAL; before, PRIVATE',
    one(), renamed(JSON.parse(JSON.stringify(one()).replace('"PRIVATE"', '"REGIONAL"')) as Templates, { Api: 'PaymentsApi' })],
  ['the API is called otherwise, and its Deny is gone',
    'weaker: anybody with a VPC endpoint of the Region, in other accounts too, may now call POST /payments',
    one(), renamed(one({ policy: [ALLOW] }), { Api: 'PaymentsApi' })],
  ['everything is called otherwise, and the list of callers is wider',
    'weaker: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16',
    one(), renamed(one({ sets: { Callers: ipSet('10.0.0.0/8') } }), { Callers: 'List', Acl: 'Wall', Association: 'Front', Stage: 'Live', Api: 'Payments1' })],
  ['everything is called otherwise, and the method is open',
    'weaker: POST /payments is now open to anybody who gets through the layers before; before, only to tokens with payments/write',
    one(), renamed(one({ method: { AuthorizationType: 'NONE' } }), { Post: 'PostPayment', Tokens: 'Jwt', Payments: 'Path' })],
  ['the stack is called otherwise, and the default is Allow',
    'weaker: anyone at any IPv4 address and any IPv6 address may now call POST /payments; before, only 10.20.0.0/16',
    one(), { Pay2: one({ standard: 'Allow' }).Pay! }],
  ['the set of callers moves to another stack, and is wider',
    'weaker: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16',
    one(), {
      Pay: { Resources: JSON.parse(JSON.stringify(without(one(), 'Callers').Pay!.Resources).replaceAll('{"Fn::GetAtt":["Callers","Arn"]}', '{"Fn::ImportValue":"callers"}')) as Resources },
      Lists: { Resources: { Callers: ipSet('10.0.0.0/8') }, Outputs: { Out: { Value: arn('Callers'), Export: { Name: 'callers' } } } },
    }],
  ['the association moves to another stack, and names another stage',
    'weaker: web ACL association Association: it is no longer there for arn:aws:apigateway:eu-central-1::/restapis/${Api}/stages/${Stage}, but for arn:aws:apigateway:eu-central-1::/restapis/abc123/stages/prod',
    one(), {
      Pay: without(one(), 'Association').Pay!,
      Wall: { Resources: { Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/acl/1', ResourceArn: 'arn:aws:apigateway:eu-central-1::/restapis/abc123/stages/prod' } } } },
    }],
  ['the web ACL exists only on a condition',
    'weaker: web ACL association Association: it exists only where IsProd holds now',
    one(), {
      Pay: {
        Parameters: { Env: { Type: 'String' } },
        Conditions: { IsProd: { 'Fn::Equals': [ref('Env'), 'prod'] } },
        Resources: { ...api(), Association: { ...api().Association!, Condition: 'IsProd' } },
      },
    }],
  ['the web ACL never exists',
    'weaker: web ACL association Association is gone',
    one(), { Pay: { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: { ...api(), Association: { ...api().Association!, Condition: 'Never' } } } }],
  ['the address list is taken from a parameter',
    'weaker: it is no longer sure that nobody at any IPv6 address and any IPv4 address outside of 10.20.0.0/16 can call POST /payments: what the rules look at is not known',
    one(), { Pay: { Parameters: { List: { Type: 'CommaDelimitedList' } }, Resources: api({ sets: { Callers: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ref('List') } } } }) } }],
  ['a macro is laid over the template',
    'unknown: the macro OpensEverything now changes the stack Pay when it is deployed: what comes of it is not known',
    one(), { Pay: { Transform: ['OpensEverything'], ...one().Pay! } }],
  ['a macro adds members to the API',
    'unknown: the API Api may answer on a public address now: its type is a type that is not known (Parameters.endpointConfigurationTypes, which says something else); before, PRIVATE',
    one(), { Pay: { Resources: { ...api(), Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { ...api().Api!.Properties, 'Fn::Transform': { Name: 'Opens' } } } } } }],
])('what opens something is told first, by whatever way: %s', (_, said, before, after) => {
  const [first] = diffApps(appOf(before), appOf(after));
  expect(first && `${first.direction}: ${first.message}`).toBe(said);
});

test.each<[way: string, Resource: unknown]>([
  ['a star', '*'],
  ['the ARN of any API', 'arn:aws:execute-api:eu-central-1:111122223333:*/*'],
  ['its own ARN', { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' }],
])('a resource policy that names the API in another way gives an empty diff: %s', (_, Resource) => {
  const spelled = one({ policy: [{ ...ALLOW, Resource }, denyUnless('StringNotEquals', 'aws:SourceVpce', ref('Endpoint'), { Resource })] });
  expect(diffApps(appOf(one()), appOf(spelled))).toEqual([]);
  expect(diffApps(appOf(spelled), appOf(one()))).toEqual([]);
});
