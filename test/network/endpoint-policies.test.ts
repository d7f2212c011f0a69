import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { servicePolicy } from '../../src/network/endpoint-policies';
import { IsolatedNetwork } from '../../src/network/isolated-network';
import { ServiceEndpoint } from '../../src/network/service-endpoint';
import { newStack, resourcesOf } from '../support/stack';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const located = () => new Stack(new App(), 'Test', { env: ENV });

/** Properties with the partition filled in, so that ARNs read as text. */
function readable(value: unknown): any {
  return JSON.parse(JSON.stringify(value), (_key, part) => {
    const pieces = part?.['Fn::Join']?.[1]?.map?.((piece: any) => piece?.Ref === 'AWS::Partition' ? 'aws' : piece);
    return pieces?.every((piece: unknown) => typeof piece === 'string') ? pieces.join(part['Fn::Join'][0]) : part;
  });
}

function endpointOf(stack: Stack, service: string): Record<string, any> {
  const found = Object.values(resourcesOf(stack, 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties)
    .filter(({ ServiceName }) => JSON.stringify(ServiceName).includes(`.${service}"`));
  expect(found).toHaveLength(1);
  return found[0]!;
}

const ownPrincipals = {
  Sid: 'PrincipalsOfThisAccount',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
};

test('the endpoint policy of execute-api names only this account\'s APIs, for any caller', () => {
  const stack = located();
  new IsolatedNetwork(stack, 'Network');
  expect(readable(endpointOf(stack, 'execute-api').PolicyDocument.Statement)).toEqual([{
    Sid: 'ApisOfThisAccount',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'execute-api:Invoke',
    Resource: 'arn:aws:execute-api:eu-west-1:111122223333:*',
  }]);
});

test('without a known environment the policy names account, Region and partition by reference', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  expect(endpointOf(stack, 'execute-api').PolicyDocument.Statement[0].Resource).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':*']],
  });
});

test('no further endpoint is made unless it is named: each costs money', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  expect(Object.values(resourcesOf(stack, 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties.VpcEndpointType).sort())
    .toEqual(['Gateway', 'Gateway', 'Interface']);
});

const SERVICES: [string, ServiceEndpoint, ec2.InterfaceVpcEndpointAwsService][] = [
  ['LOGS', ServiceEndpoint.LOGS, ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS],
  ['MONITORING', ServiceEndpoint.MONITORING, ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING],
  ['KMS', ServiceEndpoint.KMS, ec2.InterfaceVpcEndpointAwsService.KMS],
  ['SECRETS_MANAGER', ServiceEndpoint.SECRETS_MANAGER, ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER],
  ['STS', ServiceEndpoint.STS, ec2.InterfaceVpcEndpointAwsService.STS],
  ['COGNITO_IDP', ServiceEndpoint.COGNITO_IDP, ec2.InterfaceVpcEndpointAwsService.COGNITO_IDP],
  ['WAFV2', ServiceEndpoint.WAFV2, ec2.InterfaceVpcEndpointAwsService.WAFV2],
  ['SSM', ServiceEndpoint.SSM, ec2.InterfaceVpcEndpointAwsService.SSM],
  ['EVENTS', ServiceEndpoint.EVENTS, ec2.InterfaceVpcEndpointAwsService.EVENTBRIDGE],
  ['SNS', ServiceEndpoint.SNS, ec2.InterfaceVpcEndpointAwsService.SNS],
  ['SQS', ServiceEndpoint.SQS, ec2.InterfaceVpcEndpointAwsService.SQS],
  ['LAMBDA', ServiceEndpoint.LAMBDA, ec2.InterfaceVpcEndpointAwsService.LAMBDA],
  ['STEP_FUNCTIONS', ServiceEndpoint.STEP_FUNCTIONS, ec2.InterfaceVpcEndpointAwsService.STEP_FUNCTIONS],
  ['XRAY', ServiceEndpoint.XRAY, ec2.InterfaceVpcEndpointAwsService.XRAY],
  ['ECR', ServiceEndpoint.ECR, ec2.InterfaceVpcEndpointAwsService.ECR],
  ['ECR_DOCKER', ServiceEndpoint.ECR_DOCKER, ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER],
];

test.each(SERVICES)('%s is the service that CDK means by it', (_name, service, known) => {
  const stack = located();
  expect(stack.resolve(new ec2.InterfaceVpcEndpointAwsService(service.serviceName).name)).toBe(stack.resolve(known.name));
});

test('every further endpoint has private DNS, every subnet, and a policy for the principals of this account', () => {
  const stack = located();
  const services = SERVICES.map(([, service]) => service);
  new IsolatedNetwork(stack, 'Network', { endpoints: [...services, ServiceEndpoint.of('athena')] });
  for (const { serviceName } of [...services, ServiceEndpoint.of('athena')]) {
    const endpoint = endpointOf(stack, serviceName);
    expect(endpoint).toMatchObject({ PrivateDnsEnabled: true, SubnetIds: [expect.anything(), expect.anything()] });
    expect(endpoint.PolicyDocument.Statement[0]).toEqual(ownPrincipals);
    expect(endpoint.PolicyDocument.Statement).toHaveLength(['sts', 'cognito-idp'].includes(serviceName) ? 2 : 1);
  }
});

test('GetClientToken passes the cognito-idp endpoint without an identity, for the pools of this account; nothing else does', () => {
  const stack = located();
  new IsolatedNetwork(stack, 'Network', { endpoints: [ServiceEndpoint.COGNITO_IDP] });
  expect(readable(endpointOf(stack, 'cognito-idp').PolicyDocument.Statement)).toEqual([ownPrincipals, {
    Sid: 'ClientTokens',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'cognito-idp:GetClientToken',
    Resource: 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/*',
  }]);
});

test('federated sign-in passes the sts endpoint without an identity, for the roles of this account', () => {
  const stack = located();
  new IsolatedNetwork(stack, 'Network', { endpoints: [ServiceEndpoint.STS] });
  expect(readable(endpointOf(stack, 'sts').PolicyDocument.Statement[1])).toMatchObject({
    Action: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'], Resource: 'arn:aws:iam::111122223333:role/*',
  });
});

test('the clients of the API reach cognito-idp too; the other services are for the VPC', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { clientRanges: ['10.20.0.0/16'], endpoints: [ServiceEndpoint.KMS, ServiceEndpoint.COGNITO_IDP] });
  const groups = Object.entries(resourcesOf(stack, 'AWS::EC2::SecurityGroup'));
  const idOf = (range: string) => groups.find(([, { Properties }]) => Properties.SecurityGroupIngress[0].CidrIp === range)![0];
  const fromClients = { 'Fn::GetAtt': [idOf('10.20.0.0/16'), 'GroupId'] };
  const fromVpc = { 'Fn::GetAtt': [idOf('10.0.0.0/16'), 'GroupId'] };
  expect(groups).toHaveLength(2);
  expect(endpointOf(stack, 'execute-api').SecurityGroupIds).toEqual([fromClients]);
  expect(endpointOf(stack, 'kms').SecurityGroupIds).toEqual([fromVpc]);
  expect(endpointOf(stack, 'cognito-idp').SecurityGroupIds).toEqual([fromVpc, fromClients]);
});

test('S3 and DynamoDB are reached by free gateway endpoints, from every subnet, by the principals of this account', () => {
  const stack = located();
  new IsolatedNetwork(stack, 'Network');
  const routeTables = Object.keys(resourcesOf(stack, 'AWS::EC2::RouteTable')).map((Ref) => ({ Ref }));
  for (const service of ['s3', 'dynamodb']) {
    const endpoint = endpointOf(stack, service);
    expect(endpoint).toMatchObject({ VpcEndpointType: 'Gateway', RouteTableIds: routeTables });
    expect(endpoint.PolicyDocument.Statement[0]).toEqual(ownPrincipals);
  }
  expect(endpointOf(stack, 'dynamodb').PolicyDocument.Statement).toHaveLength(1);
});

test('what AWS serves from its own buckets can be read, and nothing but a custom resource\'s answer be written there', () => {
  const stack = located();
  new IsolatedNetwork(stack, 'Network');
  const [, ...anonymous] = readable(endpointOf(stack, 's3').PolicyDocument.Statement);
  expect(anonymous.map(({ Action, Resource }: any) => ({ Action, Resource }))).toEqual([
    { Action: 's3:GetObject', Resource: ['arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*', 'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*'] },
    { Action: 's3:PutObject', Resource: 'arn:aws:s3:::cloudformation-custom-resource-response-euwest1/*' },
  ]);
});

test('gateway endpoints can be turned off', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { gatewayEndpoints: false });
  expect(Object.keys(resourcesOf(stack, 'AWS::EC2::VPCEndpoint'))).toHaveLength(1);
});

test.each(['', 'KMS', 'com.amazonaws.eu-west-1.kms', 'kms.', '${Token[X.1]}'])('the service name %p is refused', (name) => {
  expect(() => new IsolatedNetwork(newStack(), 'Network', { endpoints: [ServiceEndpoint.of(name)] }))
    .toThrow(`as in kms or ecr.api, received: ${JSON.stringify(name)}`);
});

test('a service is named once, and execute-api never', () => {
  const make = (...endpoints: ServiceEndpoint[]) => () => new IsolatedNetwork(newStack(), 'Network', { endpoints });
  expect(make(ServiceEndpoint.KMS, ServiceEndpoint.of('kms'))).toThrow('received: "kms" once more');
  expect(make(ServiceEndpoint.of('execute-api'))).toThrow('received: "execute-api" once more');
});

test.each(Object.getOwnPropertyNames(Object.prototype))('a service that was named %s would have the policy of any service', (name) => {
  expect(servicePolicy(located(), name).toJSON().Statement).toHaveLength(1);
});
