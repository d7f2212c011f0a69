import { type Cidr, readCidr, subtractCidrs } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { addressWords } from '../addresses';
import { canonical, means } from '../canonical';
import type { Change } from '../change';
import { changeWords } from '../compare';
import { changeAt, nameOf } from '../words';
import { admitted } from './admitted';
import { actionOf, metRules, setsIn, setsOf } from './met-rules';
import { UNTRIED, compareRules } from './rules';

/** How the web ACLs moved: which addresses they admit, and what their rules do. */
export function compareWebAcls(base: Posture, head: Posture): Change[] {
  const before = new Map(base.ofType('AWS::WAFv2::WebACL').map((acl) => [acl.key, acl]));
  const changes = head.ofType('AWS::WAFv2::WebACL').flatMap((acl) => {
    const old = before.get(acl.key);
    return old ? compareAcl(old, acl, base, head, true) : [];
  });
  return [...changes, ...compareGuards(base, head), ...compareGroups(base, head), ...compareLooseSets(base, head)];
}

function compareAcl(old: Resource, acl: Resource, base: Posture, head: Posture, isSame: boolean): Change[] {
  const changes = admitted(old, acl, base, head);
  const has = (list: Json) => [base, head].some((posture) => setsIn(posture, list).some(hasAddresses));
  return [...isSame ? withSets(changes, acl, base, head) : changes, ...compareRules(old, acl, base, head, { moved: changes.length > 0, has })];
}

function hasAddresses({ properties }: Resource): boolean {
  return listOf(properties.Addresses).some((text) => readCidr(String(text)) !== undefined);
}

/** What stands before a stage now in the place of another web ACL of the app. */
function compareGuards(base: Posture, head: Posture): Change[] {
  const guards = (posture: Posture) => new Map(posture.ofType('AWS::WAFv2::WebACLAssociation').flatMap(({ properties }): [string, Resource][] => {
    const acl = posture.target(properties.WebACLArn);
    return acl?.type === 'AWS::WAFv2::WebACL' ? [[canonical(properties.ResourceArn), acl]] : [];
  }));
  const before = guards(base);
  return [...guards(head)].flatMap(([stage, acl]) => {
    const old = before.get(stage);
    return old === undefined || old.key === acl.key ? [] : compareAcl(old, acl, base, head, false);
  });
}

/** Lists whose change lets nobody in or out, for another rule decides on those addresses: still something that a reviewer wants to see. */
function withSets(changes: Change[], acl: Resource, base: Posture, head: Posture): Change[] {
  const rules = metRules(head, acl);
  // Another rule may decide on them only as far as it is known.
  const sure = rules.some(({ rule }) => hasUnknown(rule)) ? 'whether a call is decided otherwise by it is not known' : 'no call is decided otherwise by it';
  return changes.length > 0 ? changes : rules.flatMap(({ rule }) => {
    const action = actionOf(rule);
    const [negated, statement] = [member(member(rule, 'Statement'), 'NotStatement') !== undefined, member(rule, 'Statement')];
    return setsIn(head, statement).flatMap((set) => {
      const old = base.resource(set.key);
      const [from, to] = [old, set].map((one) =>
        listOf(one?.properties.Addresses).map((text) => readCidr(String(text))).filter((range) => range !== undefined));
      const [more, less] = [subtractCidrs(to!, from!), subtractCidrs(from!, to!)];
      const opens = (grown: boolean) => (grown === ((action === 'allow') !== negated) ? 'weaker' : 'stronger');
      const said = (ranges: readonly Cidr[], grown: boolean) => (!old || ranges.length === 0 ? [] : [changeAt(set, 'web-firewall', action === 'allow' || action === 'block' ? opens(grown) : 'unknown', 'Addresses',
        old.properties.Addresses, set.properties.Addresses, `the list ${nameOf(set)} of the rule ${readable(member(rule, 'Name'))} (${action}) ${grown ? 'now has' : 'no longer has'} ${addressWords(ranges)}; ${sure}`)]);
      return [...said(more, true), ...said(less, false), ...more.length + less.length === 0 && old ? openAddresses(old, set) : []];
    });
  });
}

/** An address list of which the templates leave something open, and now leave something else. */
function openAddresses({ properties: { Addresses: before } }: Resource, set: Resource): Change[] {
  const after = set.properties.Addresses;
  return !hasUnknown(before ?? null) || !hasUnknown(after ?? null) || means(before, after) ? [] : [changeAt(set, 'web-firewall', 'unknown', 'Addresses', before, after,
    `which addresses the list ${nameOf(set)} holds is not known: ${changeWords('Addresses', before, after)}`)];
}

/** Rule groups that no web ACL of the app refers to; the others are told with the web ACL. */
function compareGroups(base: Posture, head: Posture): Change[] {
  const before = new Map(base.ofType('AWS::WAFv2::RuleGroup').map((group) => [group.key, group]));
  const met = new Set(head.ofType('AWS::WAFv2::WebACL').flatMap((acl) => metRules(head, acl).map(({ owner }) => owner)));
  return head.ofType('AWS::WAFv2::RuleGroup').filter((group) => !met.has(group)).flatMap((group) => {
    const old = before.get(group.key);
    return old ? compareRules(old, group, base, head, UNTRIED) : [];
  });
}

/** Address lists that no web ACL of the app uses: what more addresses mean there is not known. */
function compareLooseSets(base: Posture, head: Posture): Change[] {
  const used = new Set(head.ofType('AWS::WAFv2::WebACL').flatMap((acl) => setsOf(head, acl)));
  return head.ofType('AWS::WAFv2::IPSet').filter((set) => !used.has(set)).flatMap((set) => {
    const old = base.resource(set.key);
    const [from, to] = [old, set].map((one) => [...listOf(one?.properties.Addresses)].map(String).sort().join(', '));
    return !old || from === to ? old ? openAddresses(old, set) : [] : [changeAt(set, 'web-firewall', 'unknown', 'Addresses', from, to, `the IP set ${nameOf(set)}, which no web ACL of the app uses, now holds ${to || 'nothing'}; before, ${from || 'nothing'}`)];
  });
}
