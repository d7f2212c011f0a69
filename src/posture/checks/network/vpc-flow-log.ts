import type { Resource } from '../../assembly/app';
import { apiVpcsOf, networksOf } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { readText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const vpcFlowLog: Check = {
  id: 'vpc-flow-log',
  title: 'The VPC of a private API has a flow log of all its traffic',
  severity: 'error',
  layer: 'network',
  why: 'Who connected, and who was refused, stands nowhere else: an API\'s own logs begin where a call was let in.',
  fix: 'Add an AWS::EC2::FlowLog with ResourceType VPC and TrafficType ALL.',
  owasp: ['API8:2023'],
  securityHub: ['EC2.6'],
  * judge(posture) {
    for (const vpc of posture.derive(apiVpcsOf)) {
      yield judgeVpc(posture, vpc);
    }
  },
};

function judgeVpc(posture: Posture, vpc: Resource): Judgement {
  const logs = posture.ofType('AWS::EC2::FlowLog');
  const ofVpc = logs.filter(({ properties }) => posture.target(properties.ResourceId) === vpc);
  const complete = (log: Resource) => {
    const traffic = readText(log, 'TrafficType');
    return traffic.kind === 'unknown' || log.condition !== undefined ? undefined : traffic.kind === 'known' && traffic.value.toUpperCase() === 'ALL';
  };
  const full = ofVpc.find((log) => complete(log) === true);
  if (full) {
    return pass(full, 'TrafficType');
  }
  const doubtful = ofVpc.find((log) => complete(log) === undefined);
  if (doubtful) {
    return unsure(doubtful, 'TrafficType', doubtful.condition === undefined ? 'what the log holds' : `whether the log exists: condition ${doubtful.condition}`);
  }
  const [partial] = ofVpc;
  if (partial) {
    return fail(partial, 'TrafficType', `the log holds ${String(partial.properties.TrafficType).toLowerCase() === 'accept' ? 'accepted' : 'rejected'} traffic only`, 'warning');
  }
  const subnets = posture.derive(networksOf).subnetsIn(`‹${vpc.key}.Ref›`);
  const logged = subnets.filter((subnet) => logs.some((log) => posture.target(log.properties.ResourceId) === subnet && complete(log) === true));
  return subnets.length > 0 && logged.length === subnets.length ? pass(vpc)
    : fail(vpc, undefined, logged.length === 0 ? 'the VPC has no flow log' : `the VPC has a flow log for ${logged.length} of its ${subnets.length} subnets`);
}
