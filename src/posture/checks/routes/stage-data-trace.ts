import { readable } from '../../assembly/symbols';
import { asBoolean, readFrom } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

export const stageDataTrace: Check = {
  id: 'stage-data-trace',
  title: 'A stage does not write requests and answers into its log',
  severity: 'error',
  layer: 'routes',
  why: 'With data tracing bodies and headers of every call lie in the execution log: personal data, and whatever secret a body holds, for everybody who reads logs.',
  fix: 'Leave DataTraceEnabled out, or set it to false; log what you need by name, in the access log.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { resource, settings } of posture.derive(stagesOf)) {
      for (const { at, path, method, values } of settings) {
        const traced = asBoolean(readFrom(values, 'DataTraceEnabled'));
        const property = `${at}.DataTraceEnabled`;
        yield traced.kind === 'unknown' ? unsure(resource, property, traced.why)
          : traced.kind === 'known' && traced.value ? fail(resource, property, `data tracing is on for ${path === '*' ? 'every path' : `${method} ${readable(path)}`}`)
            : pass(resource, property);
      }
    }
  },
};
