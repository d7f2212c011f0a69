import { hasUnknown, readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { openIn } from '../../model/reading';
import { type AnswerPart, gatewayAnswers, routeAnswers } from '../../model/response-headers';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const corsOrigin: Check = {
  id: 'cors-origin',
  title: 'CORS names the origins that may read answers',
  severity: 'warning',
  layer: 'routes',
  why: 'A browser inside of the network opens websites from outside of it: with CORS for every origin any of them may send calls to a private API and read what comes back.',
  fix: 'Name the origins of your own applications, as in https://console.example.com, in preflights and in gateway responses.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      for (const part of [...routeAnswers(api), ...gatewayAnswers(posture, api)]) {
        if (part.header === 'access-control-allow-origin') {
          yield judgePart(part);
        }
      }
    }
  },
};

function judgePart({ resource, property, value, beside }: AnswerPart): Judgement {
  const origin = String(value).replace(/^'|'$/g, '').trim();
  const credentials = /true/i.test(String(beside['access-control-allow-credentials'] ?? ''));
  if (/^method\.request\.|^\$(input|context|method)/i.test(origin)) {
    return fail(resource, property, `CORS admits whatever origin asks${credentials ? ', with credentials' : ''}`, credentials ? 'error' : undefined);
  }
  if (hasUnknown(origin)) {
    return unsure(resource, property, openIn(origin));
  }
  return origin === '*' ? fail(resource, property, 'CORS admits every origin')
    : /^null$/i.test(origin) ? fail(resource, property, 'CORS admits the origin null, which any sandboxed page has')
      : /^https?:\/\/\*/i.test(origin) || origin.includes('*') ? fail(resource, property, `CORS admits ${readable(origin)}: browsers know no such wildcard`) : pass(resource, property);
}
