import { integrationTarget } from '../../../../src/posture/checks/routes/integration-target';
import { integrationTls } from '../../../../src/posture/checks/routes/integration-tls';
import { stageClientCertificate } from '../../../../src/posture/checks/routes/stage-client-certificate';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one, stage, withBody, withMethods } from '../../support/private-api';

const calls = (Uri: unknown, more: object = {}) => withMethods({ Get: { Integration: { Type: 'HTTP_PROXY', Uri, ...more } } });
const inBody = (integration: object) => withBody({ '/a': { get: { 'x-amazon-apigateway-integration': integration } } });
const AT = 'Body.paths./a.get.x-amazon-apigateway-integration';
const service = (path: string, requestParameters: object) => calls(`arn:aws:apigateway:eu-west-1:${path}`, { Type: 'AWS', RequestParameters: requestParameters });
const template = (text: string, uri = 'https://a.example.com/{part}') => calls(uri, { Type: 'HTTP', RequestTemplates: { 'application/json': text }, RequestParameters: { 'integration.request.path.part': "'one'" } });

cases(integrationTarget, [
  ['in a body a host that is written passes', inBody({ type: 'http_proxy', uri: 'https://a.example.com/{proxy}' }), [`pass Api ${AT}.uri`]],
  ['...one of the caller fails', inBody({ type: 'http_proxy', uri: 'https://{host}', requestParameters: { 'integration.request.path.host': 'method.request.querystring.to' } }), [`error Api ${AT}.uri`]],
  ['...and a Host header of the caller', inBody({ type: 'http', uri: 'https://a.example.com', requestParameters: { 'integration.request.header.host': 'method.request.header.x-forwarded-host' } }), [`error Api ${AT}.requestParameters`]],
  ['a bucket in the host of a service fails', service('{bucket}.s3:path/key', { 'integration.request.path.bucket': 'method.request.path.bucket' }), ['error Get Integration.Uri']],
  ['...where partition and Region are open too', calls({ 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:{bucket}.s3:path/key' }, { Type: 'AWS', RequestParameters: { 'integration.request.path.bucket': 'method.request.path.bucket' } }), ['error Get Integration.Uri']],
  ['a host of the app passes, whatever the caller chooses of the path', { ...calls({ 'Fn::Sub': 'https://${Balancer.DNSName}/{proxy}' }), ...one('Balancer', 'ElasticLoadBalancingV2::LoadBalancer') }, ['pass Get Integration.Uri']],
  ['...a host that is a parameter is not known', calls({ 'Fn::Sub': 'https://${Open}/{proxy}' }), ['unknown Get Integration.Uri']],
  ['an action of a service that is written passes', service('dynamodb:action/PutItem', {}), ['pass Get Integration.Uri']],
  ['...one of the caller fails', service('dynamodb:action/{action}', { 'integration.request.path.action': 'method.request.path.action' }), ['error Get Integration.Uri']],
  ['...by the header that says it', service('dynamodb:path//', { 'integration.request.header.X-Amz-Target': 'method.request.header.X-Amz-Target' }), ['error Get Integration.RequestParameters']],
  ['...by the parameter that says it', service('sqs:path/111122223333/queue', { 'integration.request.querystring.Action': 'method.request.querystring.do' }), ['error Get Integration.RequestParameters']],
  ['...a text in its place passes', service('sqs:path/111122223333/queue', { 'integration.request.querystring.Action': "'SendMessage'" }), ['pass Get Integration.Uri']],
  ['a backend of one\'s own may have a parameter of that name', calls('https://a.example.com', { RequestParameters: { 'integration.request.querystring.action': 'method.request.querystring.action' } }), ['pass Get Integration.Uri']],
  ['a template that replaces the host fails', template("#set($context.requestOverride.header.Host = $input.params('to'))"), ['error Get Integration.RequestTemplates']],
  ['...in brackets too', template("#set($context.requestOverride.header['host'] = $input.params('to'))"), ['error Get Integration.RequestTemplates']],
  ['...a part of the host', template("#set($context.requestOverride.path.part = $input.params('to'))", 'https://{part}.example.com/'), ['error Get Integration.RequestTemplates']],
  ['...a part of the path passes', template("#set($context.requestOverride.path.part = $input.params('to'))"), ['pass Get Integration.Uri']],
  ['...and so does a text', template("#set($context.requestOverride.header.Host = 'b.example.com')"), ['pass Get Integration.Uri']],
  ['...with a variable it is not known', template('#set($to = $context.stage)\n#set($context.requestOverride.header.Host = $to)'), ['unknown Get Integration.RequestTemplates']],
], PARAMETERS);

cases(integrationTls, [
  ['in a body https passes', inBody({ type: 'http_proxy', uri: 'https://a.example.com' }), [`pass Api ${AT}.uri`]],
  ['...http over the internet fails', inBody({ type: 'http_proxy', uri: 'HTTP://a.example.com', connectionType: 'internet' }), [`error Api ${AT}.uri`]],
  ['...a certificate that nobody looks at too', inBody({ type: 'http_proxy', uri: 'https://a.example.com', tlsConfig: { insecureSkipVerification: true } }), [`error Api ${AT}.tlsConfig.insecureSkipVerification`]],
  ['an address that is a parameter is not known', calls(OPEN), ['unknown Get Integration.Uri']],
  ['...its host may be', calls({ 'Fn::Sub': 'https://${Open}/' }), ['pass Get Integration.Uri']],
  ['whether certificates are looked at may not be known', calls('https://a.example.com', { TlsConfig: { InsecureSkipVerification: OPEN } }), ['unknown Get Integration']],
  ['functions are called by ARN', calls('arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/x/invocations', { Type: 'AWS_PROXY' }), []],
], PARAMETERS);

const internet = calls('https://a.example.com');
const CERTIFICATE = one('Certificate', 'ApiGateway::ClientCertificate');

cases(stageClientCertificate, [
  ['a certificate for a backend on the internet passes', { ...internet, ...CERTIFICATE, ...stage({ ClientCertificateId: { Ref: 'Certificate' } }) }, ['pass Stage ClientCertificateId']],
  ['none is said', { ...internet, ...stage() }, ['warning Stage ClientCertificateId']],
  ['...of a stage that a deployment brings', { ...internet, ...one('Deployment', 'ApiGateway::Deployment', { RestApiId: { Ref: 'Api' }, StageName: 'live' }) }, ['warning Deployment StageDescription.ClientCertificateId']],
  ['...for a body', { ...inBody({ type: 'http_proxy', uri: 'https://a.example.com' }), ...stage() }, ['warning Stage ClientCertificateId']],
  ['a VPC link needs none', { ...calls('https://a.example.com', { ConnectionType: 'VPC_LINK' }), ...stage() }, []],
  ['nor does a function', { ...calls('arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/x/invocations', { Type: 'AWS_PROXY' }), ...stage() }, []],
  ['a parameter is not known', { ...internet, ...stage({ ClientCertificateId: OPEN }) }, ['unknown Stage ClientCertificateId']],
], PARAMETERS);
