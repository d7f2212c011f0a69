import { read } from '../../model/reading';
import { alarmTopics } from '../../model/topics';
import { type Check, fail, pass, unsure } from '../check';

export const alarmTopicEncryption: Check = {
  id: 'alarm-topic-encryption',
  title: 'Topics of alarms are encrypted with a key of the account',
  severity: 'warning',
  layer: 'audit',
  why: 'Alarms name APIs, rules and thresholds: what an attacker would like to know of what is watched.',
  fix: 'Set KmsMasterKeyId to a key of the account whose policy admits cloudwatch.amazonaws.com.',
  owasp: ['API8:2023'],
  securityHub: ['SNS.1'],
  * judge(posture) {
    for (const topic of posture.derive(alarmTopics)) {
      const key = read(topic, 'KmsMasterKeyId');
      yield key.kind === 'unknown' ? unsure(topic, 'KmsMasterKeyId', key.why)
        : key.kind === 'absent' ? fail(topic, 'KmsMasterKeyId', 'the topic is not encrypted') : pass(topic, 'KmsMasterKeyId');
    }
  },
};
