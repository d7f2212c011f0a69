import { apisOf } from './api';
import { functionsAt, privateBackends } from './backends';
import { isMeantPrivate } from './meant-private';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';

const LOAD_BALANCERS = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'];
const LINKS = ['AWS::ApiGateway::VpcLink', 'AWS::ApiGatewayV2::VpcLink'];

/** The load balancers that stand behind private APIs: routes lead to them, by VPC links or by name, or they lead to the functions of routes. */
export function backendLoadBalancers(posture: Posture): ReadonlySet<Resource> {
  const named = posture.derive(apisOf).filter((api) => isMeantPrivate(posture, api))
    .flatMap(({ routes }) => [...new Set(routes.flatMap(({ integration }) => [integration.uri, integration.connectionId]))])
    .flatMap((value) => posture.targets(value));
  const linked = named.filter(({ type }) => LINKS.includes(type)).flatMap(({ properties }) => posture.targets(properties.TargetArns));
  return new Set([...named, ...linked, ...beforeFunctions(posture)].filter(({ type }) => LOAD_BALANCERS.includes(type)));
}

/** Load balancers with a listener, or a rule of one, for a target group of a function. */
function beforeFunctions(posture: Posture): Resource[] {
  const backends = posture.derive(privateBackends);
  return posture.ofType('AWS::ElasticLoadBalancingV2::TargetGroup')
    .filter(({ properties }) => functionsAt(posture, properties.Targets).some((one) => backends.has(one)))
    .flatMap((group) => posture.referrers(group))
    .flatMap((one) => (one.type === 'AWS::ElasticLoadBalancingV2::ListenerRule' ? posture.targets(one.properties.ListenerArn) : [one]))
    .flatMap(({ type, properties }) => (type === 'AWS::ElasticLoadBalancingV2::Listener' ? posture.targets(properties.LoadBalancerArn) : []));
}
