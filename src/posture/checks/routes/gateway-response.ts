import { hasUnknown } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { openIn } from '../../model/reading';
import { gatewayAnswers } from '../../model/response-headers';
import { type Check, fail, pass, unsure } from '../check';

/** What a caller who was refused learns from, or should never see. `$context.error.message` is meant for callers. */
const TELLING = /\$\{?(context\.authorizer(?!\.error\b)[.\w]*|context\.authorize\.\w+|context\.integration(?:ErrorMessage|\.error\w*|Status)|context\.identity\.apiKey\b|context\.webaclArn|context\.waf\w*[.\w]*|stageVariables\.\w+)/;

export const gatewayResponse: Check = {
  id: 'gateway-response',
  title: 'What API Gateway answers to a refused call tells nothing of the inside',
  severity: 'warning',
  layer: 'routes',
  why: 'A refused caller who reads what the authorizer decided, what the backend said or which rule stopped them knows what to try next.',
  fix: 'Answer with $context.error.messageString and $context.requestId alone; the rest belongs in the access log.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      for (const { resource, property, value } of gatewayAnswers(posture, api)) {
        const found = TELLING.exec(String(value))?.[1];
        yield found === undefined ? hasUnknown(value) ? unsure(resource, property, openIn(value)) : pass(resource, property) : fail(resource, property, `the answer holds $${found}`);
      }
    }
  },
};
