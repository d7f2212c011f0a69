import { isHeard } from '../../model/alarms';
import { openIn } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const alarmAction: Check = {
  id: 'alarm-action',
  title: 'An alarm tells somebody',
  severity: 'error',
  layer: 'audit',
  why: 'An alarm without an action turns red in a console that nobody looks at.',
  fix: 'Name an SNS topic in AlarmActions, and leave ActionsEnabled at true.',
  owasp: ['API8:2023'],
  securityHub: ['CloudWatch.15', 'CloudWatch.17'],
  * judge(posture) {
    for (const alarm of posture.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm')) {
      const { ActionsEnabled: enabled, AlarmActions: actions, OKActions: ok } = alarm.properties;
      const heard = isHeard(posture, alarm);
      yield heard === undefined ? unsure(alarm, 'AlarmActions', openIn([actions ?? '', enabled ?? '']))
        : heard ? pass(alarm, 'AlarmActions')
          : String(enabled).toLowerCase() === 'false' ? fail(alarm, 'ActionsEnabled', 'the actions of the alarm are off')
            : fail(alarm, 'AlarmActions', ok === undefined ? 'the alarm has no action' : 'the alarm only tells when all is well again');
    }
  },
};
