import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { apiVpcsOf, subnetsAt } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { readBoolean, readText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const publicEntrance: Check = {
  id: 'public-entrance',
  title: 'Nothing on the internet leads into the VPC of a private API',
  severity: 'error',
  layer: 'network',
  why: 'A load balancer, an accelerator, a CloudFront origin or a public API in front of the VPC endpoint makes the private API a public one: callers then come from within the VPC.',
  fix: 'Set Scheme to internal, and take the public service out; what is public belongs in a VPC of its own. Authorize one group of a client VPN, by AccessGroupId.',
  owasp: ['API8:2023', 'API9:2023'],
  * judge(posture) {
    const balancers = new Set(loadBalancers(posture));
    for (const balancer of balancers) {
      yield schemeOf(posture, balancer);
    }
    for (const group of posture.ofType('AWS::GlobalAccelerator::EndpointGroup')) {
      for (const [at, endpoint] of listOf(group.properties.EndpointConfigurations).entries()) {
        yield leading(posture, group, `EndpointConfigurations[${at}].EndpointId`, member(endpoint, 'EndpointId'), balancers, 'a global accelerator');
      }
    }
    for (const origin of posture.ofType('AWS::CloudFront::VpcOrigin')) {
      yield leading(posture, origin, 'VpcOriginEndpointConfig.Arn', member(origin.properties.VpcOriginEndpointConfig, 'Arn'), balancers, 'CloudFront');
    }
    for (const integration of posture.ofType('AWS::ApiGatewayV2::Integration')) {
      const link = posture.target(integration.properties.ConnectionId);
      if (link?.type === 'AWS::ApiGatewayV2::VpcLink') {
        yield isInside(posture, link.properties.SubnetIds)
          ? fail(integration, 'ConnectionId', 'a public API leads into the VPC of the API\'s endpoint') : pass(integration, 'ConnectionId');
      }
    }
    yield* judgeVpns(posture);
  },
};

/** Client VPNs are how people get in: which of them, the groups say. */
function* judgeVpns(posture: Posture): Iterable<Judgement> {
  for (const rule of posture.ofType('AWS::EC2::ClientVpnAuthorizationRule')) {
    const vpn = posture.target(rule.properties.ClientVpnEndpointId);
    const associations = vpn === undefined ? [] : posture.referrers(vpn, 'AWS::EC2::ClientVpnTargetNetworkAssociation');
    const all = readBoolean(rule, 'AuthorizeAllGroups');
    if (associations.some(({ properties }) => isInside(posture, [properties.SubnetId ?? null]))) {
      yield all.kind === 'unknown' ? unsure(rule, 'AuthorizeAllGroups', all.why)
        : all.kind === 'known' && all.value ? fail(rule, 'AuthorizeAllGroups', 'every user of the client VPN gets into the VPC of the API\'s endpoint, over the internet', 'warning')
          : pass(rule, 'AuthorizeAllGroups');
    }
  }
}

/** Load balancers in the VPCs of the APIs' endpoints. */
function loadBalancers(posture: Posture): Resource[] {
  return posture.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').filter(({ properties }) => (
    isInside(posture, properties.Subnets) || isInside(posture, listOf(properties.SubnetMappings).map((mapping) => member(mapping, 'SubnetId') ?? null))));
}

function isInside(posture: Posture, subnets: Json | undefined): boolean {
  const vpcs = posture.derive(apiVpcsOf);
  return subnetsAt(posture, subnets).some(({ properties }) => vpcs.includes(posture.target(properties.VpcId)!));
}

function schemeOf(posture: Posture, balancer: Resource): Judgement {
  const scheme = readText(balancer, 'Scheme');
  if (scheme.kind === 'unknown') {
    return unsure(balancer, 'Scheme', scheme.why);
  }
  if (scheme.kind === 'known' && scheme.value.toLowerCase() === 'internal') {
    return pass(balancer, 'Scheme');
  }
  // Only addresses can be those of an endpoint: what leads to instances or functions may be a public app beside the API.
  return fail(balancer, 'Scheme', `a load balancer that faces the internet stands in the VPC of the API's endpoint${
    scheme.kind === 'absent' ? ': the scheme is left out, so that AWS takes internet-facing' : ''}`, leadsToAddresses(posture, balancer) ? undefined : 'warning');
}

/** By what a listener does with what no rule is for, or by a rule of it. */
function leadsToAddresses(posture: Posture, balancer: Resource): boolean {
  const listeners = posture.referrers(balancer, 'AWS::ElasticLoadBalancingV2::Listener');
  const rules = listeners.flatMap((listener) => posture.referrers(listener, 'AWS::ElasticLoadBalancingV2::ListenerRule'));
  return [...listeners.map(({ properties }) => properties.DefaultActions), ...rules.map(({ properties }) => properties.Actions)]
    .flatMap((actions) => posture.targets(actions))
    .some(({ properties }) => properties.TargetType === 'ip');
}

function leading(
  posture: Posture, resource: Resource, property: string, to: Json | undefined, balancers: ReadonlySet<Resource>, who: string,
): Judgement {
  const target = posture.target(to);
  return target && balancers.has(target)
    ? fail(resource, property, `${who} leads to a load balancer in the VPC of the API's endpoint`) : pass(resource, property);
}
