import type { Resource } from '../../assembly/app';
import { auditGroups } from '../../model/audit-logs';
import { readBoolean } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const logOutlivesStack: Check = {
  id: 'log-outlives-stack',
  title: 'The logs of who called outlive their stack',
  severity: 'warning',
  layer: 'audit',
  why: 'Who may delete the stack, or rename a construct in it, deletes the evidence with it.',
  fix: 'Set DeletionPolicy and UpdateReplacePolicy to Retain, or DeletionProtectionEnabled.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const [group, purpose] of posture.derive(auditGroups)) {
      const isProtected = readBoolean(group, 'DeletionProtectionEnabled');
      yield isKept(group) || isProtected.kind === 'known' && isProtected.value ? pass(group)
        : isProtected.kind === 'unknown' ? unsure(group, 'DeletionProtectionEnabled', isProtected.why)
          : isKept({ ...group, updateReplacePolicy: 'Retain' }) && group.updateReplacePolicy === undefined ? fail(group, undefined, `the ${purpose} has no UpdateReplacePolicy, so that CloudFormation deletes it when it is replaced`)
            : fail(group, undefined, group.deletionPolicy === undefined ? `the ${purpose} has no DeletionPolicy, so that CloudFormation deletes it with the stack`
              : `the ${purpose} is deleted with the stack, or when it is replaced`);
    }
  },
};

function isKept({ deletionPolicy, updateReplacePolicy }: Resource): boolean {
  return ['Retain', 'RetainExceptOnCreate'].includes(deletionPolicy ?? '') && ['Retain', 'Snapshot'].includes(updateReplacePolicy ?? '');
}
