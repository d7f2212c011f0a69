import { toldInOutputs } from '../../model/outputs';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

/** What reads a log, or says who may: none of it writes. */
const READERS = ['AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter', 'AWS::Logs::QueryDefinition', 'AWS::Logs::ResourcePolicy', 'AWS::Logs::LogStream', 'AWS::CloudWatch::Dashboard'];

export const logGroupWritten: Check = {
  id: 'log-group-written',
  title: 'Every log group whose name CloudFormation makes is written to by something of the app',
  severity: 'warning',
  layer: 'audit',
  why: 'A log group that nothing writes to looks like evidence. What it was for goes elsewhere, into a group without retention and key, or nowhere.',
  fix: 'Name the group where the log is set up, or give it the name under which the service writes (API-Gateway-Execution-Logs_API/STAGE, /aws/lambda/FUNCTION).',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const told = posture.derive(toldInOutputs);
    for (const group of posture.ofType('AWS::Logs::LogGroup').filter(({ properties }) => properties.LogGroupName === undefined)) {
      const writers = posture.referrers(group).filter(({ type }) => !READERS.includes(type));
      yield writers.length > 0 ? pass(group)
        : told.has(group.key) ? unsure(group, undefined, 'whether something of another app writes to the log group') : fail(group, undefined, 'nothing of the app writes to the log group, whose name CloudFormation makes');
    }
  },
};
