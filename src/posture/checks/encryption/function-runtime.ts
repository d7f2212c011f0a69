import { parseDay } from '../../../values/day';
import { functionsOf } from '../../model/function-variables';
import { ANNOUNCED_RUNTIMES, DEPRECATED_RUNTIMES } from '../../model/lambda-runtimes';
import { readText } from '../../model/reading';
import { type Check, judged } from '../check';

export const functionRuntime: Check = {
  id: 'function-runtime',
  title: 'Functions run on runtimes that AWS still mends',
  severity: 'warning',
  layer: 'encryption',
  why: 'A deprecated runtime gets no more security updates: what is found in it stays open.',
  fix: 'Set Runtime to one that AWS supports.',
  owasp: ['API8:2023'],
  securityHub: ['Lambda.2'],
  * judge(posture, today = 0) {
    for (const fn of functionsOf(posture).filter(({ properties }) => properties.PackageType !== 'Image')) {
      yield judged(fn, 'Runtime', readText(fn, 'Runtime'), undefined, (runtime) => {
        const since = DEPRECATED_RUNTIMES.get(runtime ?? '');
        const until = ANNOUNCED_RUNTIMES.get(runtime ?? '');
        return since !== undefined ? `is ${runtime!}, which AWS has not mended since ${since}`
          : until !== undefined && parseDay(until)! < today ? `is ${runtime!}, which AWS has announced to mend until ${until}` : undefined;
      });
    }
  },
};
