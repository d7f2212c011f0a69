import { auditGroups } from '../../model/audit-logs';
import { readNumber } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

/** PCI DSS 10.5.1 wants three months at hand; intrusions are found after weeks, so that what is gone in two is no evidence. */
const DAYS_AT_HAND = 90;
const DAYS_OF_EVIDENCE = 14;

export const logRetention: Check = {
  id: 'log-retention',
  title: 'The logs of who called are kept for 90 days at least, and not for ever',
  severity: 'warning',
  layer: 'audit',
  why: 'Evidence that is gone when an intrusion is found helps nobody; addresses and callers that are kept for ever are a burden of their own.',
  fix: 'Set RetentionInDays, as to 365.',
  owasp: ['API8:2023'],
  securityHub: ['CloudWatch.16'],
  * judge(posture) {
    for (const [group, purpose] of posture.derive(auditGroups)) {
      const days = readNumber(group, 'RetentionInDays');
      yield days.kind === 'unknown' ? unsure(group, 'RetentionInDays', days.why)
        : group.properties.LogGroupClass === 'DELIVERY' ? pass(group, 'RetentionInDays') // it is kept for two days by its nature, and sent on
          : days.kind === 'absent' ? fail(group, 'RetentionInDays', `RetentionInDays is left out, so that the ${purpose} is kept for ever`)
            : days.value < DAYS_AT_HAND ? fail(group, 'RetentionInDays', `the ${purpose} is kept for ${days.value} day${days.value === 1 ? '' : 's'}`,
              days.value < DAYS_OF_EVIDENCE ? 'error' : undefined) : pass(group, 'RetentionInDays');
    }
  },
};
