import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import { ofService } from '../../model/exposure';
import type { Posture } from '../../model/posture';
import { readText } from '../../model/reading';
import { alarmTopics, together, topicPolicies } from '../../model/topics';
import { readPolicy } from '../../policy/policy';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

export const alarmTopicDelivers: Check = {
  id: 'alarm-topic-delivers',
  title: 'CloudWatch may publish to the topics of alarms, and use their keys',
  severity: 'error',
  layer: 'audit',
  why: 'Where topic or key do not admit CloudWatch, alarms are lost in silence. The key that SNS manages admits no service.',
  fix: 'Use a key of the account whose policy lets cloudwatch.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt, and let it use sns:Publish in the topic policy.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const topic of posture.derive(alarmTopics)) {
      yield keyVerdict(posture, topic);
      const policy = together(topicPolicies(posture, topic));
      const verdict = policy.kind === 'known' ? ofService(policy.value, CLOUDWATCH, 'sns:Publish') : undefined;
      const place = topicPolicies(posture, topic)[0]?.resource ?? topic;
      yield policy.kind === 'unknown' ? unsure(place, 'PolicyDocument', policy.why)
        : verdict === 'silent' || verdict === 'denied' ? fail(place, 'PolicyDocument', 'the topic policy does not let CloudWatch publish') : pass(place, 'PolicyDocument');
    }
  },
};

function keyVerdict(posture: Posture, topic: Resource): Judgement {
  const id = readText(topic, 'KmsMasterKeyId');
  if (id.kind !== 'known') {
    return id.kind === 'absent' ? pass(topic, 'KmsMasterKeyId') : unsure(topic, 'KmsMasterKeyId', id.why);
  }
  if (/alias\/aws\/sns$/.test(id.value)) {
    return fail(topic, 'KmsMasterKeyId', 'the topic is encrypted with the key that SNS manages, which CloudWatch may not use');
  }
  const [target] = posture.targets(id.value);
  const key = target?.type === 'AWS::KMS::Alias' ? posture.target(target.properties.TargetKeyId) : target;
  const policy = readPolicy(key?.properties.KeyPolicy);
  if (key?.type !== 'AWS::KMS::Key' || policy.kind !== 'known') {
    return unsure(topic, 'KmsMasterKeyId', `whether the key ${readable(id.value)} admits CloudWatch`);
  }
  const refused = ['kms:GenerateDataKey', 'kms:Decrypt'].find((action) => ['silent', 'denied'].includes(ofService(policy.value, CLOUDWATCH, action)));
  return refused === undefined ? pass(topic, 'KmsMasterKeyId') : fail(topic, 'KmsMasterKeyId', `the policy of the topic's key does not let CloudWatch use ${refused}`);
}
