import { member } from '../../assembly/json';
import { methodSettings } from '../../model/audit-logs';
import { asBoolean, readFrom } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

export const stageDataTrace: Check = {
  id: 'stage-data-trace',
  title: 'No stage logs whole requests and responses',
  severity: 'error',
  layer: 'audit',
  why: 'Data tracing copies bodies, with all that is personal or secret in them, into a log that more people may read than may call the API.',
  fix: 'Set DataTraceEnabled to false.',
  owasp: ['API3:2023', 'API8:2023'],
  * judge(posture) {
    for (const stage of posture.derive(stagesOf)) {
      const all = methodSettings(stage).filter(({ settings }) => member(settings, 'DataTraceEnabled') !== undefined || typeof settings === 'string');
      if (all.length === 0) {
        yield pass(stage.resource, `${stage.settingsProperty}MethodSettings`);
      }
      for (const { settings, property } of all) {
        const traced = asBoolean(readFrom(settings, 'DataTraceEnabled'));
        yield traced.kind === 'unknown' ? unsure(stage.resource, `${property}.DataTraceEnabled`, traced.why)
          : traced.kind === 'known' && traced.value ? fail(stage.resource, `${property}.DataTraceEnabled`, 'the execution log holds whole requests and responses')
            : pass(stage.resource, `${property}.DataTraceEnabled`);
      }
    }
  },
};
