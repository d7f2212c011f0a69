import type { Resource } from '../../assembly/app';
import { isUnknown, readable } from '../../assembly/symbols';
import { apiVpcsOf } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { readText } from '../../model/reading';
import { apiEndpointsOf } from '../../model/vpc-endpoints';
import { type Check, fail, pass, unsure } from '../check';

export const loadBalancerPublic: Check = {
  id: 'load-balancer-public',
  title: 'No load balancer of the internet stands before the API\'s VPC endpoint',
  severity: 'error',
  layer: 'network',
  why: 'It makes the private API a public one: for API Gateway every call comes through the endpoint that its policy admits.',
  fix: 'Set Scheme to internal, or give public callers an API of their own.',
  owasp: ['API8:2023', 'API9:2023'],
  * judge(posture) {
    for (const balancer of posture.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').filter(({ properties }) => properties.Type !== 'gateway')) {
      const lead = leadOf(posture, balancer);
      const scheme = readText(balancer, 'Scheme');
      if (lead === false || scheme.kind === 'known' && scheme.value === 'internal') {
        yield pass(balancer, 'Scheme');
      } else if (scheme.kind === 'unknown') {
        yield unsure(balancer, 'Scheme', scheme.why);
      } else {
        const words = scheme.kind === 'absent' ? 'is left out, so that AWS takes internet-facing' : `is ${readable(scheme.value)}`;
        yield lead ? fail(balancer, 'Scheme', `${words}: the internet reaches the API's VPC endpoint`)
          : unsure(balancer, 'Scheme', 'whether the addresses behind the load balancer are those of the API\'s VPC endpoint');
      }
    }
  },
};

/** Whether a load balancer leads to an endpoint of APIs; undefined where its targets are addresses that are not known, in the endpoint's VPC. */
function leadOf(posture: Posture, balancer: Resource): boolean | undefined {
  const endpoints = posture.derive(apiEndpointsOf);
  const groups = posture.referrers(balancer, 'AWS::ElasticLoadBalancingV2::Listener')
    .flatMap((listener) => [listener, ...posture.referrers(listener, 'AWS::ElasticLoadBalancingV2::ListenerRule')])
    .flatMap(({ properties }) => posture.targets(properties))
    .filter(({ type }) => type === 'AWS::ElasticLoadBalancingV2::TargetGroup');
  // The addresses of an endpoint come from a custom resource that looks its interfaces up.
  const sources = groups.flatMap(({ properties }) => posture.targets(properties.Targets))
    .flatMap((source) => [source, ...posture.targets(source.properties)]);
  if (sources.some((source) => endpoints.includes(source))) {
    return true;
  }
  const inVpc = groups.filter(({ properties }) => properties.TargetType === 'ip'
    && posture.derive(apiVpcsOf).some((vpc) => vpc === posture.target(properties.VpcId)));
  return inVpc.some(({ properties }) => Number(properties.Port) === 443 && isUnknown(properties.Targets)) ? undefined : false;
}
