import { type Cidr, mergeCidrs, readCidr } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { isUnknown } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import type { Answer } from '../../policy/wildcard';
import type { AddressSet } from '../addresses';

/** What a web ACL does with a call, as far as the caller's address decides. */
export type AddressVerdict = 'admitted' | 'blocked' | 'unknown';

/** The rules of an ACL or a rule group, in the order in which a request meets them. */
export function rulesInOrder(resource: Resource): readonly Json[] {
  return [...listOf(resource.properties.Rules)].sort((a, b) => Number(member(a, 'Priority')) - Number(member(b, 'Priority')));
}

/** The ranges that the rules of ACLs name, by address list. */
export function rangesOf(posture: Posture, rules: readonly Json[]): Cidr[] {
  return setsIn(posture, rules).flatMap((set) => listOf(set.properties.Addresses))
    .map((text) => readCidr(String(text))).filter((range) => range !== undefined);
}

/** The IP sets that a value refers to. */
export function setsIn(posture: Posture, value: Json): Resource[] {
  return posture.targets(value).filter(({ type }) => type === 'AWS::WAFv2::IPSet');
}

/** Looks addresses up in the sets of one posture. */
export class Addresses {
  private readonly sets = new Map<Resource, { readonly 4: readonly Cidr[]; readonly 6: readonly Cidr[] } | undefined>();

  public constructor(private readonly posture: Posture) {}

  /** What an ACL does with calls from one piece of addresses, whatever else they hold. */
  public verdict(acl: Resource, segment: AddressSet): AddressVerdict {
    const address = readCidr(segment.sample)!;
    let mayAdmit = false;
    for (const rule of rulesInOrder(acl)) {
      const action = actionOf(rule);
      if (action === 'allow' || action === 'block' || action === 'unknown') {
        const answer = this.matches(member(rule, 'Statement'), address);
        if (answer === true && action !== 'unknown') {
          return action === 'allow' ? 'admitted' : mayAdmit ? 'unknown' : 'blocked';
        }
        mayAdmit ||= answer !== false && action !== 'block';
      }
    }
    const standard = acl.properties.DefaultAction;
    return member(standard, 'Allow') !== undefined ? 'admitted' : member(standard, 'Block') === undefined || mayAdmit ? 'unknown' : 'blocked';
  }

  /** Whether a statement matches a call from an address; undefined where something else of the call decides. */
  public matches(statement: Json | undefined, address: Cidr): Answer {
    const set = member(statement, 'IPSetReferenceStatement');
    if (set !== undefined) {
      return this.inSet(set, address);
    }
    const [and, or, not] = ['AndStatement', 'OrStatement', 'NotStatement'].map((name) => member(statement, name));
    if (and !== undefined || or !== undefined) {
      const answers = listOf(member(and ?? or, 'Statements')).map((inner) => this.matches(inner, address));
      const decisive = or !== undefined;
      return answers.includes(decisive) ? decisive : answers.includes(undefined) || answers.length === 0 ? undefined : !decisive;
    }
    if (not !== undefined) {
      const answer = this.matches(member(not, 'Statement'), address);
      return answer === undefined ? undefined : !answer;
    }
    return undefined;
  }

  private inSet(reference: Json, address: Cidr): Answer {
    const set = this.posture.target(member(reference, 'Arn'));
    if (set?.type !== 'AWS::WAFv2::IPSet' || member(reference, 'IPSetForwardedIPConfig') !== undefined) {
      return undefined;
    }
    if (!this.sets.has(set)) {
      const addresses = set.properties.Addresses;
      const ranges = listOf(addresses).map((text) => readCidr(String(text)));
      const merged = isUnknown(addresses) || ranges.includes(undefined) ? undefined : mergeCidrs(ranges as Cidr[]);
      this.sets.set(set, merged && { 4: merged.filter(({ version }) => version === 4), 6: merged.filter(({ version }) => version === 6) });
    }
    const ranges = this.sets.get(set);
    return ranges && isHeld(ranges[address.version], address);
  }
}

/** Binary search in ranges that are sorted and apart. */
function isHeld(ranges: readonly Cidr[], { first }: Cidr): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const range = ranges[middle]!;
    if (first < range.first) {
      high = middle - 1;
    } else if (first > range.last) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}

/** What a rule does when it matches; a rule group does what its rules do. */
export function actionOf(rule: Json): 'allow' | 'block' | 'count' | 'challenge' | 'group' | 'unknown' {
  const [action, override] = [member(rule, 'Action'), member(rule, 'OverrideAction')];
  if (isUnknown(action) || isUnknown(override) || isUnknown(rule)) {
    return 'unknown';
  }
  const has = (name: string) => member(action, name) !== undefined;
  return has('Allow') ? 'allow' : has('Block') ? 'block' : has('Count') || member(override, 'Count') !== undefined ? 'count'
    : has('Captcha') || has('Challenge') ? 'challenge' : override !== undefined ? 'group' : 'unknown';
}
