import { asBoolean, readFrom } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type Check, judged } from '../check';

export const stageTracing: Check = {
  id: 'stage-tracing',
  title: 'A stage traces its calls',
  severity: 'warning',
  layer: 'routes',
  why: 'Without traces nobody can follow one call from the API through its backends, when it matters which one leaked or failed.',
  fix: 'Set TracingEnabled to true.',
  owasp: ['API8:2023'],
  securityHub: ['APIGateway.3'],
  * judge(posture) {
    for (const { resource, prefix, properties } of posture.derive(stagesOf)) {
      const reading = asBoolean(readFrom(properties, 'TracingEnabled'));
      yield judged(resource, `${prefix}TracingEnabled`, reading, false, (traced) => (traced ? undefined
        : reading.kind === 'absent' ? 'tracing is left out, so that AWS takes false' : 'tracing is off'));
    }
  },
};
