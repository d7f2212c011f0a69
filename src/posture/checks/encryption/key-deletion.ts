import type { Resource } from '../../assembly/app';
import { readNumber } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** KMS takes 7 to 30 days, and 30 where nothing is said. */
const SHORTEST_WINDOW = 30;

export const keyDeletion: Check = {
  id: 'key-deletion',
  title: 'KMS keys outlive their stack',
  severity: 'warning',
  layer: 'encryption',
  why: 'With its key, everything that it ever encrypted is lost: logs, tables, backups, those in other stacks too.',
  fix: 'Set DeletionPolicy to Retain.',
  owasp: ['API8:2023'],
  securityHub: ['KMS.3'],
  * judge(posture) {
    for (const key of posture.ofType('AWS::KMS::Key')) {
      yield judgeKey(key);
    }
  },
};

function judgeKey(key: Resource): Judgement {
  const { deletionPolicy } = key;
  // UpdateReplacePolicy says nothing: CloudFormation refuses what would replace a key.
  if (['Retain', 'RetainExceptOnCreate'].includes(deletionPolicy ?? '')) {
    return pass(key);
  }
  const window = readNumber(key, 'PendingWindowInDays');
  const days = window.kind === 'known' ? window.value : SHORTEST_WINDOW;
  return window.kind === 'unknown' ? unsure(key, 'PendingWindowInDays', window.why)
    : fail(key, undefined, `${deletionPolicy === undefined ? 'the key has no DeletionPolicy, so that CloudFormation deletes it with the stack'
      : 'the key is deleted with the stack'}: it is gone ${days} days later`);
}
