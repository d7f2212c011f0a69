import { isWithin } from '../../model/address-set';
import { type AclEntry, type NetworkAcl, meet, networkAclsOf, takesAll } from '../../model/network-acls';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const networkAclOrder: Check = {
  id: 'network-acl-order',
  title: 'Every entry of a network ACL decides something',
  severity: 'error',
  layer: 'network',
  why: 'The entry with the lowest number that matches decides. Who is denied behind an entry that admits them gets in.',
  fix: 'Give entries that deny lower numbers than those that admit the same addresses.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const acl of posture.derive(networkAclsOf)) {
      for (const entry of acl.entries) {
        yield entry.allow ? judgeAllow(acl, entry) : judgeDeny(acl, entry);
      }
      for (const { resource, why } of acl.doubtful) {
        yield unsure(resource, undefined, why);
      }
    }
  },
};

function judgeDeny({ entries, doubtful }: NetworkAcl, deny: AclEntry): Judgement {
  const [before, behind] = [entries.filter(({ number }) => number < deny.number), entries.filter(({ number }) => number > deny.number)];
  const whole = before.find((entry) => entry.allow && takesAll(entry, deny));
  // An exception from a range that is already admitted. A denial of the rest, behind what it leaves, denies no less than it says.
  const wider = before.find((entry) => entry.allow && meet(entry, deny)
    && isWithin(deny.addresses, entry.addresses) && !isWithin(entry.addresses, deny.addresses));
  const closes = doubtful.length > 0 || behind.some((entry) => entry.allow && meet(entry, deny));
  const opener = whole ?? (closes ? undefined : wider);
  return opener === undefined ? pass(deny.resource, 'RuleNumber')
    : fail(deny.resource, 'RuleNumber', `is ${deny.number}: what the entry denies was admitted by entry ${opener.number}`);
}

function judgeAllow({ entries }: NetworkAcl, allow: AclEntry): Judgement {
  const version = allow.addresses[0]?.version;
  const isAll = allow.protocol === -1
    && allow.addresses.some(({ first, last }) => first === 0n && last === (version === 4 ? 2n ** 32n : 2n ** 128n) - 1n);
  const behind = entries.filter((entry) => entry.number > allow.number && takesAll(allow, entry));
  return isAll && behind.length > 0
    ? fail(allow.resource, 'RuleNumber', `is ${allow.number}: the entry admits every address with every protocol, so that no entry behind it counts`, 'warning')
    : pass(allow.resource, 'RuleNumber');
}
