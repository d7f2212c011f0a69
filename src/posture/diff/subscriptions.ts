import type { Change } from './change';
import { changeAt, nameOf } from './words';
import { type Json, listOf, member } from '../assembly/json';
import { readable } from '../assembly/symbols';
import type { Posture } from '../model/posture';

/** Who hears of a topic, whether the topic says it or a resource of its own. */
export function compareSubscriptions(base: Posture, head: Posture): Change[] {
  const before = new Map(base.ofType('AWS::SNS::Topic').map((topic) => [topic.key, topic]));
  return head.ofType('AWS::SNS::Topic').flatMap((topic) => {
    const old = before.get(topic.key);
    const [from, to] = [old ? subscribers(base, old.key) : [], subscribers(head, topic.key)];
    const said = (subscriber: string, came: boolean) => changeAt(topic, 'audit', came ? (subscriber.startsWith('http ') ? 'weaker' : 'stronger') : 'weaker', 'Subscription',
      came ? null : subscriber, came ? subscriber : null, `${subscriber} ${came ? 'now hears' : 'no longer hears'} of the topic ${nameOf(topic)}`);
    return !old ? [] : [
      ...to.filter((one) => !from.includes(one)).map((one) => said(one, true)),
      ...from.filter((one) => !to.includes(one)).map((one) => said(one, false)),
    ];
  });
}

function subscribers(posture: Posture, key: string): string[] {
  const topic = posture.resource(key);
  const own = listOf(topic?.properties.Subscription);
  const others = posture.ofType('AWS::SNS::Subscription').filter(({ properties }) => posture.target(properties.TopicArn) === topic).map(({ properties }): Json => properties);
  return [...own, ...others].map((one) => `${String(member(one, 'Protocol'))} ${readable(member(one, 'Endpoint'))}`);
}
