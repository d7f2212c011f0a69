import { auditGroups } from '../../model/audit-logs';
import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const logEncryption: Check = {
  id: 'log-encryption',
  title: 'The logs of who called are encrypted with a key of the account',
  severity: 'warning',
  layer: 'audit',
  why: 'With the key that AWS owns, everybody who may read logs reads these; a key of the account has a policy, and a trace of its use.',
  fix: 'Set KmsKeyId to a key whose policy admits logs.REGION.amazonaws.com for these log groups.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const [group, purpose] of posture.derive(auditGroups)) {
      const key = read(group, 'KmsKeyId');
      yield key.kind === 'unknown' ? unsure(group, 'KmsKeyId', key.why)
        : key.kind === 'absent' ? fail(group, 'KmsKeyId', `the ${purpose} has no key of the account`) : pass(group, 'KmsKeyId');
    }
  },
};
