import { apiFromMacro } from '../../../../src/posture/checks/routes/api-from-macro';
import { apiPolicyConditions } from '../../../../src/posture/checks/routes/api-policy-conditions';
import { apiResourcePolicy } from '../../../../src/posture/checks/routes/api-resource-policy';
import { defaultEndpoint } from '../../../../src/posture/checks/routes/default-endpoint';
import { integrationTarget } from '../../../../src/posture/checks/routes/integration-target';
import { integrationTls } from '../../../../src/posture/checks/routes/integration-tls';
import { privateDomainPolicy } from '../../../../src/posture/checks/routes/private-domain-policy';
import { tlsPolicy } from '../../../../src/posture/checks/routes/tls-policy';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { POLICY, one, privateApi, withMethods } from '../../support/private-api';

const [ALLOW, DENY] = POLICY.Statement;
const methods = withMethods({ Get: {}, Post: { HttpMethod: 'POST', AuthorizationType: 'NONE' } });
const withPolicy = (...Statement: unknown[]) => ({ ...methods, ...privateApi({ Policy: { Statement } }) });
const deny = (Condition: unknown, more: object = {}) => withPolicy(ALLOW, { ...DENY, Condition, ...more });

cases(apiResourcePolicy, [
  ['endpoints that are named pass', methods, ['pass Api Policy']],
  ['VPCs that are named pass', deny({ StringNotEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } }), ['pass Api Policy']],
  ['an Allow that names endpoints passes, where no identity gets around it', {
    ...withMethods({ Get: { AuthorizationType: 'NONE' } }),
    ...privateApi({ Policy: { Statement: [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }] } }),
  }, ['pass Api Policy']],
  ['...and fails, where IAM does', withPolicy({ ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }), ['error Api Policy']],
  ['no policy fails', { ...methods, ...privateApi({ Policy: undefined }) }, ['error Api Policy']],
  ['a lone Allow lets every endpoint in', withPolicy(ALLOW), ['error Api Policy']],
  ['an inverted Deny spares all others', deny({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }), ['error Api Policy']],
  ['a wildcard spares all', deny({ StringNotLike: { 'aws:SourceVpce': ['vpce-1', 'vpce-*'] } }), ['error Api Policy']],
  ['a part of an id is drawn until it fits', deny({ StringNotLike: { 'aws:SourceVpce': 'vpce-0f*' } }), ['error Api Policy']],
  ['an address is chosen by whoever calls', deny({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }), ['error Api Policy']],
  ['all of IPv4 leaves IPv6', deny({ IpAddress: { 'aws:VpcSourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }), ['error Api Policy']],
  ['a Deny for one method leaves the other', deny(DENY!.Condition, { Resource: 'execute-api:/*/GET/*' }), ['error Api Policy']],
  ['a Deny that waits for a second condition does not hold', deny({ ...DENY!.Condition, Bool: { 'aws:SecureTransport': 'false' } }), ['error Api Policy']],
  ['...nor one that waits for a header, which callers leave out', deny({ ...DENY!.Condition, StringLike: { 'aws:UserAgent': 'curl*' } }), ['error Api Policy']],
  ['...or write as the policy wants it', withPolicy({ ...ALLOW, Condition: { StringLike: { 'aws:Referer': 'https://app.example.com/*' } } }), ['error Api Policy']],
  ['...which is no matter beside one that waits for nothing', withPolicy(ALLOW, DENY, { ...DENY, Condition: { StringLike: { 'aws:UserAgent': 'curl*' } } }), ['pass Api Policy']],
  ['an identity that the Deny spares comes from anywhere',
    withPolicy(ALLOW, { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: '*', Resource: '*', Condition: DENY!.Condition }), ['error Api Policy']],
  ['a partition that is not known hides no statement', deny(DENY!.Condition, { Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*' } }), ['pass Api Policy']],
  ['an endpoint that is a parameter passes: no stranger has it', deny({ StringNotEquals: { 'aws:SourceVpce': OPEN } }), ['pass Api Policy']],
  ['a parameter that may hold a wildcard is not known', deny({ StringNotLike: { 'aws:SourceVpce': OPEN } }), ['unknown Api Policy']],
  ['a policy that is a parameter is not known', { ...methods, ...privateApi({ Policy: OPEN }) }, ['unknown Api Policy']],
  ['an API whose routes are not known is judged for all of them', privateApi({ Body: OPEN, Policy: { Statement: [ALLOW] } }), ['error Api Policy']],
], PARAMETERS);

const tokens = (...Statement: unknown[]) => ({ ...withMethods({ Get: { AuthorizationType: 'NONE' } }), ...privateApi({ Policy: { Statement } }) });
const both = (said: string) => ['pass Api Policy.Statement[0]', said];

cases(apiPolicyConditions, [
  ['the usual policy passes', methods, both('pass Api Policy.Statement[1]')],
  ['what only signed calls carry says nothing of others', tokens(ALLOW, { ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }), both('error Api Policy.Statement[1].Condition')],
  ['...and counts for signed ones', deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }), both('pass Api Policy.Statement[1]')],
  ['a wildcard is none where texts are equal', deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-*' } }), both('error Api Policy.Statement[1].Condition')],
  ['a VPC is no endpoint', deny({ StringNotEquals: { 'aws:SourceVpce': 'vpc-1' } }), both('error Api Policy.Statement[1].Condition')],
  ['aws:SourceIp alone keeps nobody out', deny({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), both('error Api Policy.Statement[1].Condition')],
  ['...and is of no use beside endpoints', deny({ ...DENY!.Condition, NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), both('warning Api Policy.Statement[1].Condition')],
  ['a Deny of strangers does not end', deny({ ...DENY!.Condition, DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }), both('error Api Policy.Statement[1].Condition')],
  ['...in seconds neither', deny({ ...DENY!.Condition, NumericLessThanEquals: { 'aws:EpochTime': 1577836800 } }), both('error Api Policy.Statement[1].Condition')],
  ['...and one that begins is said', deny({ ...DENY!.Condition, DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }), both('warning Api Policy.Statement[1].Condition')],
  ['a Deny of everybody may begin', deny({ DateGreaterThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }), both('pass Api Policy.Statement[1]')],
  ['ids may be compared in any case', deny({ StringNotEqualsIgnoreCase: { 'aws:SourceVpce': 'VPCE-1' } }), both('pass Api Policy.Statement[1]')],
  ['an operator that does not exist', deny({ StringNotEqual: { 'aws:SourceVpce': 'vpce-1' } }), both('error Api Policy.Statement[1].Condition')],
  ['a key that does not exist', deny({ StringNotEquals: { 'aws:SourceVpcEndpoint': 'vpce-1' } }), both('warning Api Policy.Statement[1].Condition')],
  ['an effect that does not exist', withPolicy(ALLOW, { ...DENY, Effect: 'deny' }), ['pass Api Policy.Statement[0]', 'error Api Policy.Statement[1].Effect', 'pass Api Policy.Statement[1]']],
  ['an endpoint that is a parameter passes', deny({ StringNotEquals: { 'aws:SourceVpce': OPEN } }), both('pass Api Policy.Statement[1]')],
], PARAMETERS);

const domain = (properties: object) => one('Domain', 'ApiGateway::DomainNameV2', { DomainName: 'a.example.com', ...properties });

cases(privateDomainPolicy, [
  ['endpoints that are named pass', domain({ Policy: POLICY }), ['pass Domain Policy']],
  ['a policy as a text is read', domain({ Policy: JSON.stringify(POLICY) }), ['pass Domain Policy']],
  ['a lone Allow fails', domain({ Policy: { Statement: [ALLOW] } }), ['error Domain Policy']],
  ['an address is chosen by whoever calls', domain({ Policy: { Statement: [ALLOW, { ...DENY, Condition: { NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } } }] } }), ['error Domain Policy']],
  ['no policy is said', domain({}), ['warning Domain Policy']],
  ['a parameter is not known', domain({ Policy: OPEN }), ['unknown Domain Policy']],
], PARAMETERS);

const mapping = one('Mapping', 'ApiGateway::BasePathMappingV2', { DomainNameArn: 'arn', RestApiId: { Ref: 'Api' } });

cases(defaultEndpoint, [
  ['an API without a domain keeps its default endpoint', privateApi(), []],
  ['one with a domain that switches it off passes', { ...privateApi({ DisableExecuteApiEndpoint: true }), ...mapping }, ['pass Api DisableExecuteApiEndpoint']],
  ['one that leaves it on is said', { ...privateApi(), ...mapping }, ['warning Api DisableExecuteApiEndpoint']],
  ['a routing rule is a mapping too', { ...privateApi(), ...one('Rule', 'ApiGatewayV2::RoutingRule', { Actions: [{ InvokeApi: { ApiId: { Ref: 'Api' }, Stage: 'live' } }] }) }, ['warning Api DisableExecuteApiEndpoint']],
  ['a parameter is not known', { ...privateApi({ DisableExecuteApiEndpoint: OPEN }), ...mapping }, ['unknown Api DisableExecuteApiEndpoint']],
], PARAMETERS);

cases(tlsPolicy, [
  ['what a private API and a domain take by default passes', { ...privateApi(), ...domain({}) }, ['pass Api SecurityPolicy', 'pass Domain SecurityPolicy']],
  ['policies of 2025 pass', privateApi({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PQ_2025_09' }), ['pass Api SecurityPolicy']],
  ['TLS 1.0 fails, on a domain too', { ...privateApi({ SecurityPolicy: 'TLS_1_0' }), ...domain({ SecurityPolicy: 'TLS_1_0' }) }, ['error Api SecurityPolicy', 'error Domain SecurityPolicy']],
  ['what another API takes by default is said', one('Api', 'ApiGateway::RestApi', {}), ['warning Api SecurityPolicy']],
  ['a parameter is not known', privateApi({ SecurityPolicy: OPEN }), ['unknown Api SecurityPolicy']],
], PARAMETERS);

const calls = (Uri: unknown, more: object = {}, method: object = {}) => withMethods({ Get: { Integration: { Type: 'HTTP_PROXY', Uri, ...more }, ...method } });
const fromPath = (name: string) => ({ RequestParameters: { [`integration.request.path.${name}`]: `method.request.path.${name}` } });

cases(integrationTarget, [
  ['a host that is written passes, with parts of the path of the caller', calls('https://a.example.com/{proxy}', fromPath('proxy')), ['pass Get Integration.Uri']],
  ['a host of the caller fails', calls('https://{proxy}', fromPath('proxy')), ['error Get Integration.Uri']],
  ['a part of a host fails', calls('https://{host}.example.com/a', fromPath('host')), ['error Get Integration.Uri']],
  ['a placeholder with a value of its own passes', calls('https://{host}/a', { RequestParameters: { 'integration.request.path.host': "'a.example.com'" } }), ['pass Get Integration.Uri']],
  ['a Host header of the caller fails', calls('https://a.example.com', { RequestParameters: { 'integration.request.header.Host': 'method.request.header.X-Host' } }), ['error Get Integration.RequestParameters']],
  ['a bucket of the caller fails', calls('arn:aws:apigateway:eu-west-1:s3:path/{bucket}/a', { Type: 'AWS', ...fromPath('bucket') }), ['error Get Integration.Uri']],
  ['a key of the caller passes', calls('arn:aws:apigateway:eu-west-1:s3:path/bucket/{key}', { Type: 'AWS', ...fromPath('key') }), ['pass Get Integration.Uri']],
  ['a stage variable as a host is said', calls('https://${stageVariables.host}/a'), ['warning Get Integration.Uri']],
  ['a parameter is not known', calls(OPEN), ['unknown Get Integration.Uri']],
], PARAMETERS);

cases(integrationTls, [
  ['https passes', calls('https://a.example.com'), ['pass Get Integration.Uri']],
  ['http over the internet fails', calls('http://a.example.com'), ['error Get Integration.Uri']],
  ['http through a VPC link passes', calls('http://a.example.com', { ConnectionType: 'VPC_LINK' }), ['pass Get Integration.Uri']],
  ['http over what is not known is not known', calls('http://a.example.com', { ConnectionType: OPEN }), ['unknown Get Integration.Uri']],
  ['a certificate that nobody looks at fails', calls('https://a.example.com', { TlsConfig: { InsecureSkipVerification: 'true' } }), ['error Get Integration.TlsConfig.InsecureSkipVerification']],
], PARAMETERS);

cases(apiFromMacro, [
  ['an API of AWS SAM is not known', one('Api', 'Serverless::Api', { StageName: 'live' }), ['unknown Api']],
  ['nor is one that events make', one('Function', 'Serverless::Function', { Events: { Get: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }), ['unknown Function Events']],
  ['events of an API that is there make none', one('Function', 'Serverless::Function', { Events: { Get: { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' } } } } }), []],
]);
