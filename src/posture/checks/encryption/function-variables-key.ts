import { besideOneThat } from '../../model/api-functions';
import { variablesOf } from '../../model/function-variables';
import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const functionVariablesKey: Check = {
  id: 'function-variables-key',
  title: 'The variables of an API\'s functions are encrypted like those of the others',
  severity: 'warning',
  layer: 'encryption',
  why: 'One function without the key of the account is read by everybody who may look at functions, where the others ask the key\'s policy first.',
  fix: 'Set KmsKeyArn to the key that the other functions have.',
  owasp: ['API8:2023'],
  * judge(posture) {
    // Lambda encrypts variables of itself: without a key of the account anywhere it is a choice, beside one an oversight.
    const beside = besideOneThat(posture, (fn) => fn.type === 'AWS::Lambda::Function' && read(fn, 'KmsKeyArn').kind === 'known');
    for (const fn of beside.filter((one) => one.type === 'AWS::Lambda::Function' && variablesOf(one).length > 0)) {
      const key = read(fn, 'KmsKeyArn');
      yield key.kind === 'unknown' ? unsure(fn, 'KmsKeyArn', key.why)
        : key.kind === 'known' ? pass(fn, 'KmsKeyArn') : fail(fn, 'KmsKeyArn', 'is left out, while other functions of the API have a key of the account');
    }
  },
};
