import { App, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DefaultSecurityGroup } from '../../src/network/default-security-group';
import { type IsolatedNetworkProps, IsolatedNetwork } from '../../src/network/isolated-network';
import { ServiceEndpoint } from '../../src/network/service-endpoint';
import { nagFindings, PACKS } from '../support/nag';
import { resourcesOf } from '../support/stack';

const cases: Record<string, IsolatedNetworkProps> = {
  'by default': {},
  'with named ranges and further endpoints': { clientRanges: ['10.20.0.0/16', 'fd00:20::/48'], endpoints: [ServiceEndpoint.COGNITO_IDP, ServiceEndpoint.KMS] },
  'with addresses from IPAM': {
    ipAddresses: ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'pool', ipv4NetmaskLength: 20, defaultSubnetIpv4NetmaskLength: 24 }),
    endpoints: [ServiceEndpoint.KMS],
  },
  'with the default security group left to others': { defaultSecurityGroup: DefaultSecurityGroup.managedElsewhere('the landing zone closes it') },
};

test.each(Object.entries(cases))('cdk-nag\'s five packs find nothing: %s', (_name, props) => {
  const app = new App();
  new IsolatedNetwork(new Stack(app, 'Test'), 'Network', props);
  app.synth();
  expect(nagFindings(app)).toEqual([]);
});

test.each(Object.entries(cases))('and let the synth pass: %s', (_name, props) => {
  const app = new App();
  Validations.of(app).addPlugins(...Object.values(PACKS).map((Pack) => new Pack()));
  new IsolatedNetwork(new Stack(app, 'Test'), 'Network', props);
  expect(() => app.synth()).not.toThrow();
});

test('every role takes a permissions boundary and tags by the usual aspects', () => {
  const stack = new Stack(new App(), 'Test');
  new IsolatedNetwork(stack, 'Network');
  iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'landing-zone'));
  Tags.of(stack).add('team', 'payments');
  const roles = Object.values(resourcesOf(stack, 'AWS::IAM::Role'));
  expect(roles).toHaveLength(2);
  for (const { Properties } of roles) {
    expect(JSON.stringify(Properties.PermissionsBoundary)).toContain('landing-zone');
  }
  for (const type of ['AWS::EC2::VPC', 'AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::FlowLog', 'AWS::Logs::LogGroup']) {
    for (const { Properties } of Object.values(resourcesOf(stack, type))) {
      expect(Properties.Tags).toContainEqual({ Key: 'team', Value: 'payments' });
    }
  }
});
