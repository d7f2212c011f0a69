import { isSecretVariable } from '../../model/access-log-format';
import { accessLogsOf } from '../../model/audit-logs';
import { type Check, fail, pass, unsure } from '../check';

export const accessLogSecrets: Check = {
  id: 'access-log-secrets',
  title: 'The access log holds no credentials',
  severity: 'error',
  layer: 'audit',
  why: 'Whoever may read the log can call as somebody else: $context.identity.apiKey is the key itself.',
  fix: 'Log $context.identity.apiKeyId and claims that name the caller, as client_id or sub.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture) {
    for (const { stage, format, property } of posture.derive(accessLogsOf)) {
      if (format.kind === 'unknown') {
        yield unsure(stage.resource, `${property}.Format`, format.why);
      } else if (format.kind === 'known') {
        const secret = [...format.value.variables].find(isSecretVariable);
        yield secret === undefined ? pass(stage.resource, `${property}.Format`) : fail(stage.resource, `${property}.Format`, `the access log holds $context.${secret}`);
      }
    }
  },
};
