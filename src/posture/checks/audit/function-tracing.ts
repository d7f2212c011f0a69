import { apisOf } from '../../model/api';
import { functionsAt } from '../../model/backends';
import type { Posture } from '../../model/posture';
import { asBoolean, readFrom, readText } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type Check, judged } from '../check';

export const functionTracing: Check = {
  id: 'function-tracing',
  title: 'A call that is traced at the API is traced in the functions behind it',
  severity: 'warning',
  layer: 'audit',
  why: 'A trace that ends at the API does not tell which function read or changed what, when it matters which one leaked or failed.',
  fix: 'Set TracingConfig.Mode to Active, and allow xray:PutTraceSegments to the function\'s role.',
  owasp: ['API8:2023'],
  securityHub: ['Lambda.7'],
  * judge(posture) {
    for (const fn of posture.derive(tracedFunctionsOf)) {
      yield judged(fn, 'TracingConfig.Mode', readText(fn, 'TracingConfig.Mode'), undefined, (mode) =>
        (mode === 'Active' ? undefined : `${mode === undefined ? 'is left out, so that Lambda' : `is ${mode}: Lambda`} sends no trace of the function, while the stage sends its own`));
    }
  },
};

/** The functions behind the APIs of which a stage traces. */
function tracedFunctionsOf(posture: Posture) {
  const traced = new Set(posture.derive(stagesOf).filter(({ properties }) => {
    const tracing = asBoolean(readFrom(properties, 'TracingEnabled'));
    return tracing.kind === 'known' && tracing.value;
  }).map(({ api }) => api));
  const uris = posture.derive(apisOf).filter((api) => traced.has(api)).flatMap(({ routes }) => routes.map(({ integration }) => integration.uri));
  return [...new Set(uris.flatMap((uri) => functionsAt(posture, uri)))].filter(({ type }) => type === 'AWS::Lambda::Function');
}
