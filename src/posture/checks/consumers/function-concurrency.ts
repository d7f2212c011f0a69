import type { Resource } from '../../assembly/app';
import { besideOneThat } from '../../model/api-functions';
import { readNumber } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const functionConcurrency: Check = {
  id: 'function-concurrency',
  title: 'The functions of an API have reserved concurrency, if one of them has',
  severity: 'warning',
  layer: 'consumers',
  why: 'One function without a limit of its own takes what the account has left: callers of one route then stop the other applications of the account.',
  fix: 'Set ReservedConcurrentExecutions, as on the other functions.',
  owasp: ['API4:2023'],
  * judge(posture) {
    const shareOf = (fn: Resource) => readNumber(fn, 'ReservedConcurrentExecutions');
    // Without any it is a choice, beside one an oversight.
    for (const fn of besideOneThat(posture, (one) => shareOf(one).kind === 'known')) {
      const share = shareOf(fn);
      yield share.kind === 'unknown' ? unsure(fn, 'ReservedConcurrentExecutions', share.why)
        : share.kind === 'known' ? pass(fn, 'ReservedConcurrentExecutions') : fail(fn, 'ReservedConcurrentExecutions', 'is left out, while other functions of the API have a share of their own');
    }
  },
};
