import type { Posture } from './posture';
import { readText } from './reading';
import type { Resource } from '../assembly/app';

/** What a VPC endpoint leads to, as in `execute-api`; undefined where it is no service of AWS, or not known. */
export function serviceOf(endpoint: Resource): string | undefined {
  const name = readText(endpoint, 'ServiceName');
  return name.kind === 'known' ? /^(?:cn\.)?com\.amazonaws\.(?:[^.‹›]+|‹[^‹›]*›)\.(.+)$/.exec(name.value)?.[1] : undefined;
}

/** The VPC endpoints through which private APIs are called. */
export function apiEndpointsOf(posture: Posture): readonly Resource[] {
  return posture.ofType('AWS::EC2::VPCEndpoint').filter((endpoint) => serviceOf(endpoint) === 'execute-api');
}

/** The VPC endpoints of other services that stand in a VPC with an endpoint for APIs. */
export function neighbourEndpointsOf(posture: Posture): readonly Resource[] {
  const vpcs = apiEndpointsOf(posture).map(({ properties }) => properties.VpcId);
  return posture.ofType('AWS::EC2::VPCEndpoint').filter((endpoint) => {
    const service = serviceOf(endpoint);
    return service !== undefined && service !== 'execute-api' && vpcs.some((vpc) => posture.same(vpc, endpoint.properties.VpcId));
  });
}

/** Whether an endpoint has network interfaces, and so security groups: a gateway endpoint has none. What is left out is a gateway. */
export function isInterface(endpoint: Resource): boolean {
  return String(endpoint.properties.VpcEndpointType ?? 'Gateway').toLowerCase() === 'interface';
}
