import { deputies, ofStranger } from '../../model/exposure';
import type { Posture } from '../../model/posture';
import { readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

const ACTIONS = ['logs:PutLogEvents', 'logs:GetLogEvents', 'logs:PutSubscriptionFilter', 'logs:DeleteLogGroup'];

export const logPolicyPublic: Check = {
  id: 'log-policy-public',
  title: 'No resource policy opens logs to other accounts',
  severity: 'error',
  layer: 'audit',
  why: 'Whoever may write the logs forges the evidence; whoever may read them knows every caller.',
  fix: 'Name services, limited by aws:SourceAccount or aws:SourceArn, in place of *.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const places = [
      ...posture.ofType('AWS::Logs::ResourcePolicy').map((resource) => ({ resource, property: 'PolicyDocument' })),
      ...posture.ofType('AWS::Logs::LogGroup').filter(({ properties }) => properties.ResourcePolicyDocument !== undefined)
        .map((resource) => ({ resource, property: 'ResourcePolicyDocument' })),
    ];
    for (const { resource, property } of places) {
      const policy = readPolicy(resource.properties[property]);
      const verdicts = policy.kind === 'known' ? ACTIONS.map((action) => ({ action, verdict: ofStranger(policy.value, action) })) : [];
      const [service] = policy.kind === 'known' ? deputies(policy.value, 'logs:PutLogEvents') : [];
      const open = verdicts.find(({ verdict }) => verdict === 'allowed');
      yield policy.kind === 'unknown' ? unsure(resource, property, policy.why)
        : open !== undefined ? fail(resource, property, `the policy lets every AWS account use ${open.action}`)
          : verdicts.some(({ verdict }) => verdict === 'unknown') ? unsure(resource, property, 'whom the policy admits')
            : service !== undefined ? fail(resource, property, `the policy lets ${service} write for every account`, 'warning') : pass(resource, property);
    }
  },
};
