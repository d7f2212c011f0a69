import { Duration } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { bodyOf, newApi } from './fixture';
import { BackendLink } from '../../src/routes/backend-link';
import { HttpBackend } from '../../src/routes/http-backend';
import { onlyResource, resourcesOf } from '../support/stack';

const SCOPE = { scope: 'payments/read' };

function newBackend() {
  const fixture = newApi();
  const vpc = new ec2.Vpc(fixture.stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const loadBalancer = new elbv2.ApplicationLoadBalancer(fixture.stack, 'Balancer', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  const link = new BackendLink(fixture.stack, 'Link', { vpc });
  return { ...fixture, vpc, loadBalancer, link, options: { link, loadBalancer, serverName: 'payments.internal.example.com' } };
}

const integrationOf = (path: string, method: string, stack: any) => bodyOf(stack).paths[path][method]['x-amazon-apigateway-integration'];

test('a route is proxied over TLS through a VPC link V2 to the load balancer, its path parameters mapped', () => {
  const { stack, api, options, loadBalancer, link } = newBackend();
  api.addRoute('PUT /payments/{id}/refunds/{refund}', { backend: HttpBackend.https({ ...options, basePath: '/v1' }), ...SCOPE });
  expect(integrationOf('/payments/{id}/refunds/{refund}', 'put', stack)).toEqual({
    type: 'http_proxy',
    httpMethod: 'PUT',
    connectionType: 'VPC_LINK',
    connectionId: stack.resolve(link.vpcLinkId),
    integrationTarget: stack.resolve(loadBalancer.loadBalancerArn),
    uri: 'https://payments.internal.example.com:443/v1/payments/{id}/refunds/{refund}',
    requestParameters: {
      'integration.request.path.id': 'method.request.path.id',
      'integration.request.path.refund': 'method.request.path.refund',
    },
  });
  expect(resourcesOf(stack, 'AWS::Lambda::Permission')).toEqual({});
});

test('a greedy parameter carries the rest of the path, for every method', () => {
  const { stack, api, options } = newBackend();
  api.addRoute('ANY /{proxy+}', { backend: HttpBackend.https(options), ...SCOPE });
  expect(integrationOf('/{proxy+}', 'x-amazon-apigateway-any-method', stack)).toMatchObject({
    httpMethod: 'ANY',
    uri: 'https://payments.internal.example.com:443/{proxy}',
    requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
  });
});

test('plain HTTP takes a reason, which the template holds', () => {
  const { stack, api, options } = newBackend();
  api.addRoute('GET /a', { backend: HttpBackend.plainHttp(options, 'TLS ends in the mesh'), ...SCOPE });
  expect(integrationOf('/a', 'get', stack).uri).toBe('http://payments.internal.example.com:80/a');
  expect(onlyResource(stack, 'AWS::ApiGateway::RestApi').Metadata).toMatchObject({
    'cdk-private-api': { reasons: { 'GET /a': { plainHttp: 'TLS ends in the mesh' } } },
  });
  expect(() => api.addRoute('GET /b', { backend: HttpBackend.plainHttp(options, ''), ...SCOPE })).toThrow('written reason, received: ""');
});

test.each([
  [{ serverName: 'https://x.example.com' }, 'received: "https://x.example.com"'],
  [{ serverName: 'localhost' }, 'received: "localhost"'],
  [{ port: 0 }, 'received: 0'],
  [{ basePath: 'v1/' }, 'received: "v1/"'],
])('a backend at %j is refused', (change, message) => {
  const { api, options } = newBackend();
  expect(() => api.addRoute('GET /a', { backend: HttpBackend.https({ ...options, ...change }), ...SCOPE })).toThrow(message);
});

test('a route has a handler or a backend, not both', () => {
  const { api, handler, options } = newBackend();
  expect(() => api.addRoute('GET /a', { handler, backend: HttpBackend.https(options), ...SCOPE })).toThrow('GET /a has a handler or a backend, received: both');
});

test('a link reaches two subnets, and its own security group opens connections to the listeners\' ports only', () => {
  const { stack, api, options, link } = newBackend();
  api.addRoute('GET /a', { backend: HttpBackend.https(options), ...SCOPE });
  expect(onlyResource(stack, 'AWS::ApiGatewayV2::VpcLink').Properties).toMatchObject({ SubnetIds: [{}, {}], SecurityGroupIds: [{}], Name: expect.any(String) });
  const group = stack.resolve(link.connections.securityGroups[0]!.securityGroupId)['Fn::GetAtt'][0];
  const { SecurityGroupEgress, SecurityGroupIngress } = resourcesOf(stack, 'AWS::EC2::SecurityGroup')[group]!.Properties;
  expect(SecurityGroupEgress).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }]);
  expect(SecurityGroupIngress).toBeUndefined();
});

test('a link that exists is used by its id', () => {
  const { stack, api, options } = newBackend();
  const link = BackendLink.fromVpcLinkId(stack, 'Theirs', 'abc123');
  api.addRoute('GET /a', { backend: HttpBackend.https({ ...options, link }), ...SCOPE });
  expect(integrationOf('/a', 'get', stack).connectionId).toBe('abc123');
});

test('a link to port 70000 is refused', () => {
  const { stack, vpc } = newBackend();
  expect(() => new BackendLink(stack, 'Bad', { vpc, ports: [70000] })).toThrow('received: 70000');
});

test('a link of any kind leads to a backend: an L1 or an L2 too', () => {
  const { stack, api, options, vpc } = newBackend();
  const links = {
    '/l1': new apigatewayv2.CfnVpcLink(stack, 'L1', { name: 'l1', subnetIds: vpc.isolatedSubnets.map((subnet) => subnet.subnetId) }),
    '/l2': new apigatewayv2.VpcLink(stack, 'L2', { vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }),
  };
  for (const [path, link] of Object.entries(links)) {
    api.addRoute(`GET ${path}`, { backend: HttpBackend.https({ ...options, link }), ...SCOPE });
  }
  for (const [path, link] of Object.entries(links)) {
    expect(integrationOf(path, 'get', stack).connectionId).toEqual(stack.resolve(link.vpcLinkRef.vpcLinkId));
  }
});

test('a link is a VPC link to everything that takes one', () => {
  const { stack, link } = newBackend();
  expect(stack.resolve(link.vpcLinkRef.vpcLinkId)).toEqual(stack.resolve(link.vpcLinkId));
  expect(link.env).toEqual({ account: stack.account, region: stack.region });
});

test('a link into an imported VPC whose range nobody said is refused, unless it is given its security groups', () => {
  const { stack } = newBackend();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
  expect(() => new BackendLink(stack, 'Blind', { vpc })).toThrow(expect.objectContaining({
    name: 'VpcRangeUnknown', message: expect.stringContaining('name `securityGroups`, received: neither for Test/Imported'),
  }));
  const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
  expect(stack.resolve(new BackendLink(stack, 'Seeing', { vpc, securityGroups: [group] }).vpcLinkId)).toEqual({ Ref: expect.any(String) });
});

test('a backend waits as long as its route says', () => {
  const { stack, api, options } = newBackend();
  api.addRoute('GET /a', { backend: HttpBackend.https(options), timeout: Duration.seconds(3), ...SCOPE });
  expect(integrationOf('/a', 'get', stack).timeoutInMillis).toBe(3000);
});
