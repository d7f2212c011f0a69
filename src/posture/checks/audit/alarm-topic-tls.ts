import { refusesPlaintext } from '../../model/exposure';
import { alarmTopics, together, topicPolicies } from '../../model/topics';
import { type Check, fail, pass, unsure } from '../check';

export const alarmTopicTls: Check = {
  id: 'alarm-topic-tls',
  title: 'Topics of alarms refuse connections without TLS, and send over TLS',
  severity: 'warning',
  layer: 'audit',
  why: 'Alarms that are sent in clear can be read and held back on the way.',
  fix: 'Deny sns:Publish where aws:SecureTransport is false, and subscribe https addresses in place of http.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const topic of posture.derive(alarmTopics)) {
      const policy = together(topicPolicies(posture, topic));
      yield policy.kind === 'unknown' ? unsure(topic, undefined, policy.why)
        : policy.kind === 'known' && refusesPlaintext(policy.value, 'sns:Publish') === 'denied' ? pass(topic)
          : fail(topic, undefined, 'the policy of the topic does not refuse connections without TLS');
      for (const subscription of posture.ofType('AWS::SNS::Subscription').filter(({ properties }) => posture.targets(properties.TopicArn).includes(topic))) {
        yield subscription.properties.Protocol === 'http' ? fail(subscription, 'Protocol', 'alarms are sent over http', 'error') : pass(subscription, 'Protocol');
      }
    }
  },
};
