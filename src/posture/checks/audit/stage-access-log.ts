import { isUnknown } from '../../assembly/symbols';
import { accessLogsOf } from '../../model/audit-logs';
import { openIn } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const stageAccessLog: Check = {
  id: 'stage-access-log',
  title: 'Every stage writes an access log',
  severity: 'error',
  layer: 'audit',
  why: 'Without a line for every request nobody can say afterwards who called what, from where, and what was refused.',
  fix: 'Set AccessLogSetting of the stage: the ARN of a log group, and a JSON format.',
  owasp: ['API8:2023', 'API9:2023'],
  * judge(posture) {
    for (const { stage, destination, format, property } of posture.derive(accessLogsOf)) {
      yield isUnknown(destination) || format.kind === 'unknown' && destination === undefined ? unsure(stage.resource, property, openIn(destination) || 'the setting')
        : destination === undefined ? fail(stage.resource, property, 'the stage writes no access log', stage.isPrivate ? undefined : 'warning')
          : format.kind === 'absent' ? fail(stage.resource, `${property}.Format`, 'the access log has no format')
            : pass(stage.resource, property);
    }
  },
};
