import { deputies, ofStranger } from '../../model/exposure';
import type { Posture } from '../../model/posture';
import { type AttachedPolicy, topicPolicies } from '../../model/topics';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const ACTIONS = ['sns:Publish', 'sns:Subscribe', 'sns:SetTopicAttributes'];

export const topicPublic: Check = {
  id: 'topic-public',
  title: 'No topic is open to other accounts, nor to services that act for them',
  severity: 'error',
  layer: 'audit',
  why: 'Whoever may subscribe reads every alarm, and whoever may publish drowns the true one in false ones.',
  fix: 'Name principals in place of *, and limit services by aws:SourceAccount or aws:SourceArn.',
  owasp: ['API8:2023'],
  securityHub: ['SNS.4'],
  * judge(posture: Posture) {
    for (const topic of posture.ofType('AWS::SNS::Topic')) {
      for (const attached of topicPolicies(posture, topic)) {
        yield judgePolicy(attached);
      }
    }
  },
};

function judgePolicy({ resource, property, policy }: AttachedPolicy): Judgement {
  if (policy.kind !== 'known') {
    return policy.kind === 'unknown' ? unsure(resource, property, policy.why) : pass(resource, property);
  }
  const verdicts = ACTIONS.map((action) => ({ action, verdict: ofStranger(policy.value, action) }));
  const open = verdicts.find(({ verdict }) => verdict === 'allowed');
  const [service] = deputies(policy.value, 'sns:Publish');
  return open !== undefined ? fail(resource, property, `the policy lets every AWS account use ${open.action}`)
    : verdicts.some(({ verdict }) => verdict === 'unknown') ? unsure(resource, property, 'whom the policy admits')
      : service !== undefined ? fail(resource, property, `the policy lets ${service} publish for every account`, 'warning') : pass(resource, property);
}
