import { publicEntrance as check } from '../../../../src/posture/checks/network/public-entrance';
import { cases } from '../../support/cases';
import { network, of, ref } from '../../support/network';

const balancer = (properties: Record<string, unknown>, targets?: string) => ({
  ...network(),
  Balancer: of('ElasticLoadBalancingV2::LoadBalancer', { Subnets: [ref('A'), ref('B')], ...properties }),
  ...targets === undefined ? {} : {
    Targets: of('ElasticLoadBalancingV2::TargetGroup', { TargetType: targets, VpcId: ref('Vpc') }),
    Listener: of('ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }] }),
  },
});
const vpn = (rule: Record<string, unknown>, SubnetId: unknown = ref('A')) => ({
  ...network(),
  Vpn: of('EC2::ClientVpnEndpoint', { ClientCidrBlock: '10.99.0.0/16' }),
  Association: of('EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: ref('Vpn'), SubnetId }),
  Rule: of('EC2::ClientVpnAuthorizationRule', { ClientVpnEndpointId: ref('Vpn'), TargetNetworkCidr: '0.0.0.0/0', ...rule }),
});
const internal = balancer({ Scheme: 'internal' });

cases(check, [
  ['an internal load balancer passes', internal, ['pass Balancer Scheme']],
  ['one that faces the internet, and leads to addresses, is an error', balancer({ Scheme: 'internet-facing' }, 'ip'), ['error Balancer Scheme']],
  ['one without a scheme faces the internet', balancer({}, 'ip'), ['error Balancer Scheme']],
  ['one that leads to instances may be another app', balancer({ Scheme: 'internet-facing' }, 'instance'), ['warning Balancer Scheme']],
  ['one that leads to addresses by a rule of its listener is an error', {
    ...balancer({ Scheme: 'internet-facing' }, 'ip'),
    Listener: of('ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }] }),
    Rule: of('ElasticLoadBalancingV2::ListenerRule', { ListenerArn: ref('Listener'), Priority: 1, Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: ref('Targets') }] } }] }),
  }, ['error Balancer Scheme']],
  ['its subnets may stand in mappings', balancer({ Subnets: undefined, SubnetMappings: [{ SubnetId: ref('B') }] }, 'ip'), ['error Balancer Scheme']],
  ['a scheme may not be known', balancer({ Scheme: { Ref: 'Open' } }), ['unknown Balancer Scheme']],
  ['one in another VPC is not judged', { ...network(), Balancer: of('ElasticLoadBalancingV2::LoadBalancer', { Subnets: ['subnet-1'] }) }, []],
  ['an accelerator in front of an internal one', {
    ...internal, Group: of('GlobalAccelerator::EndpointGroup', { EndpointConfigurations: [{ EndpointId: 'eipalloc-1' }, { EndpointId: ref('Balancer') }] }),
  }, ['pass Balancer Scheme', 'pass Group EndpointConfigurations[0].EndpointId', 'error Group EndpointConfigurations[1].EndpointId']],
  ['CloudFront in front of an internal one', {
    ...internal, Origin: of('CloudFront::VpcOrigin', { VpcOriginEndpointConfig: { Arn: ref('Balancer') } }),
  }, ['pass Balancer Scheme', 'error Origin VpcOriginEndpointConfig.Arn']],
  ['a client VPN of everybody who has a certificate', vpn({ AuthorizeAllGroups: true }), ['warning Rule AuthorizeAllGroups']],
  ['a client VPN of one group', vpn({ AccessGroupId: 'payments' }), ['pass Rule AuthorizeAllGroups']],
  ['a client VPN into other subnets', vpn({ AuthorizeAllGroups: true }, 'subnet-1'), []],
  ['a public API with a link into the VPC', {
    ...network(), Link: of('ApiGatewayV2::VpcLink', { SubnetIds: [ref('A')] }), Integration: of('ApiGatewayV2::Integration', { ConnectionId: ref('Link') }),
  }, ['error Integration ConnectionId']],
  ['a public API with a link elsewhere', {
    ...network(), Link: of('ApiGatewayV2::VpcLink', { SubnetIds: ['subnet-1'] }), Integration: of('ApiGatewayV2::Integration', { ConnectionId: ref('Link') }),
  }, ['pass Integration ConnectionId']],
], { Parameters: { Open: { Type: 'String' } } });
