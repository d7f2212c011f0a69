import { isUnknown } from '../../assembly/symbols';
import { functionsOf, secretIn, variablesOf } from '../../model/function-variables';
import { openIn, read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const functionVariables: Check = {
  id: 'function-variables',
  title: 'No variable of a function holds a secret',
  severity: 'error',
  layer: 'encryption',
  why: 'Whoever may look at the function, or at the template, reads its variables.',
  fix: 'Keep the secret in Secrets Manager, give the function its ARN, and let it read the value.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture) {
    for (const fn of functionsOf(posture)) {
      const variables = read(fn, 'Environment.Variables');
      if (variables.kind === 'unknown') {
        yield unsure(fn, 'Environment.Variables', variables.why);
      }
      const found = variablesOf(fn).flatMap(([name, value]) => {
        const secret = secretIn(name, value);
        return secret === undefined ? [] : [fail(fn, `Environment.Variables.${name}`, secret)];
      });
      const rest = variablesOf(fn).find(([name, value]) => name === '*' && isUnknown(value));
      yield* found.length > 0 ? found : rest ? [unsure(fn, 'Environment.Variables', openIn(rest[1]))] : [pass(fn, 'Environment.Variables')];
    }
  },
};
