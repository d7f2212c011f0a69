import { listOf } from '../../assembly/json';
import { alarmTopics } from '../../model/topics';
import { type Check, pass, unsure } from '../check';

export const alarmTopicSubscribed: Check = {
  id: 'alarm-topic-subscribed',
  title: 'Somebody subscribes to the topics of alarms',
  severity: 'warning',
  layer: 'audit',
  why: 'An alarm that is sent to a topic without subscribers is heard by nobody. Who subscribes from elsewhere, no template tells.',
  fix: 'Add an AWS::SNS::Subscription in the app, or acknowledge the check with who subscribes.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const topic of posture.derive(alarmTopics)) {
      const subscribed = listOf(topic.properties.Subscription).length > 0
        || posture.ofType('AWS::SNS::Subscription').some(({ properties, condition }) => condition === undefined && posture.targets(properties.TopicArn).includes(topic));
      yield subscribed ? pass(topic) : unsure(topic, undefined, 'who subscribes to the topic, since nobody of the app does');
    }
  },
};
