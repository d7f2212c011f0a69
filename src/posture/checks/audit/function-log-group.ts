import { readable } from '../../assembly/symbols';
import { logOf, mayWrite } from '../../model/function-logs';
import { functionsOf } from '../../model/function-variables';
import { type Check, fail, pass, unsure } from '../check';

export const functionLogGroup: Check = {
  id: 'function-log-group',
  title: 'The role of a function lets it write to its log group',
  severity: 'warning',
  layer: 'audit',
  why: 'Lambda drops what a role may not write, without a word: when somebody asks what the function did, nothing is there.',
  fix: 'Set LoggingConfig.LogGroup to the log group that the role\'s policy names, or name this one in the policy.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const fn of functionsOf(posture)) {
      const log = logOf(posture, fn);
      const may = log.kind === 'known' ? mayWrite(posture, fn, log.value) : log;
      if (may.kind === 'unknown') {
        yield unsure(fn, 'LoggingConfig.LogGroup', may.why);
      } else if (may.kind === 'known') {
        const name = log.kind === 'known' ? readable(log.value.names[0]) : '';
        const isGiven = fn.properties.LoggingConfig !== undefined;
        yield may.value ? pass(fn, 'LoggingConfig.LogGroup') : fail(fn, 'LoggingConfig.LogGroup', isGiven
          ? `is ${name}, which the role of the function may not write to` : `is left out, so that the function writes to ${name}, which its role may not`);
      }
    }
  },
};
