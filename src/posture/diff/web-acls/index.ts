import { type Cidr, readCidr, subtractCidrs } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import type { Posture } from '../../model/posture';
import { addressWords, openedBlocks, placeWords, segmentsOf } from '../addresses';
import { canonical } from '../canonical';
import type { Change } from '../change';
import { changeAt, nameOf, routeWords } from '../words';
import { Addresses, actionOf, rangesOf, rulesInOrder, setsIn } from './admitted';
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
  return [...isSame ? withSets(changes, acl, base, head) : changes, ...compareRules(old, acl, { moved: changes.length > 0, has })];
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
  return changes.length > 0 ? changes : rulesInOrder(acl).flatMap((rule) => {
    const action = actionOf(rule);
    const [negated, statement] = [member(member(rule, 'Statement'), 'NotStatement') !== undefined, member(rule, 'Statement')];
    return setsIn(head, statement ?? null).flatMap((set) => {
      const old = base.resource(set.key);
      const [from, to] = [old, set].map((one) =>
        listOf(one?.properties.Addresses).map((text) => readCidr(String(text))).filter((range) => range !== undefined));
      const [more, less] = [subtractCidrs(to!, from!), subtractCidrs(from!, to!)];
      const opens = (grown: boolean) => (grown === ((action === 'allow') !== negated) ? 'weaker' : 'stronger');
      const said = (ranges: readonly Cidr[], grown: boolean) => (!old || ranges.length === 0 ? [] : [changeAt(set, 'web-firewall', action === 'allow' || action === 'block' ? opens(grown) : 'unknown', 'Addresses',
        old.properties.Addresses, set.properties.Addresses, `the list ${nameOf(set)} of the rule ${readable(member(rule, 'Name'))} (${action}) ${grown ? 'now has' : 'no longer has'} ${addressWords(ranges)}; no call is decided otherwise by it`)]);
      return [...said(more, true), ...said(less, false)];
    });
  });
}

/** Which addresses may now call what, and which no longer: every address is tried, one of each piece that a rule tells apart. */
function admitted(before: Resource, after: Resource, base: Posture, head: Posture): Change[] {
  const [from, to] = [rulesInOrder(before), rulesInOrder(after)];
  const segments = segmentsOf([...rangesOf(base, from), ...rangesOf(head, to)]);
  const [old, young] = [new Addresses(base), new Addresses(head)];
  const was: Cidr[] = [];
  const kept: Cidr[] = [];
  const opened: Cidr[] = [];
  const closed: Cidr[] = [];
  const loosened: Cidr[] = [];
  let doubtful = false;
  for (const segment of segments) {
    const [then, now] = [old.verdict(before, segment), young.verdict(after, segment)];
    if (then === 'admitted') {
      was.push(...segment.blocks);
      kept.push(...now === 'admitted' ? segment.blocks : []);
    }
    if (then !== now) {
      if (now === 'unknown' && then === 'blocked') {
        loosened.push(...segment.blocks);
      } else if (then === 'unknown' || now === 'unknown') {
        doubtful = true;
      } else {
        (now === 'admitted' ? opened : closed).push(...segment.blocks);
      }
    }
  }
  if (opened.length + closed.length + loosened.length === 0 && !doubtful
    && JSON.stringify(before.properties.DefaultAction) !== JSON.stringify(after.properties.DefaultAction)) {
    return [defaultAction(before, after)];
  }
  const api = calls(after, head);
  const place = placeOf(before, after, base, head);
  const said = (direction: Change['direction'], message: string) => changeAt(place.resource, 'web-firewall', direction, place.property, place.before, place.after, message);
  return [
    ...opened.length === 0 ? [] : [said('weaker', `anyone ${placeWords(openedBlocks(opened, kept))} may now call ${api}; before, ${was.length === 0 ? 'nobody' : `only ${addressWords(was)}`}`)],
    ...closed.length === 0 ? [] : [said('stronger', `nobody ${placeWords(closed)} may call ${api} any more`)],
    // What was surely blocked, and may now be admitted, is weaker.
    ...loosened.length === 0 || opened.length > 0 ? [] : [said('weaker', `it is no longer sure that nobody ${placeWords(loosened)} can call ${api}: what the rules look at is not known`)],
    ...doubtful && loosened.length + opened.length + closed.length === 0 ? [said('unknown', `which addresses may call ${api} changed, and is not known`)] : [],
  ];
}

/** A default that decides on no address that could be tried. */
function defaultAction(before: Resource, after: Resource): Change {
  const of = (acl: Resource) => (member(acl.properties.DefaultAction, 'Block') !== undefined ? 1 : member(acl.properties.DefaultAction, 'Allow') !== undefined ? 0 : undefined);
  const [from, to] = [of(before), of(after)];
  return changeAt(after, 'web-firewall', from === undefined || to === undefined || from === to ? 'unknown' : to > from ? 'stronger' : 'weaker', 'DefaultAction',
    before.properties.DefaultAction, after.properties.DefaultAction,
    `the web ACL ${nameOf(after)} now meets what no rule decides on with ${readable(after.properties.DefaultAction)}; before, with ${readable(before.properties.DefaultAction)}`);
}

/** What the ACL stands before. */
function calls(acl: Resource, posture: Posture): string {
  const stages = posture.ofType('AWS::WAFv2::WebACLAssociation').filter(({ properties }) => posture.target(properties.WebACLArn) === acl)
    .flatMap(({ properties }) => posture.targets(properties.ResourceArn));
  const routes = posture.derive(apisOf).filter((api) => stages.some((stage) => stage === api.resource || api.stages.includes(stage)))
    .flatMap((api) => api.routes);
  return routes.length > 0 ? routeWords(routes) : `what the web ACL ${nameOf(acl)} protects`;
}

/** Where a person looks: the one IP set that moved, else the default action, else the rules. */
function placeOf(
  before: Resource, after: Resource, base: Posture, head: Posture,
): { resource: Resource; property: string; before: unknown; after: unknown } {
  const text = (value: unknown) => JSON.stringify(value ?? null);
  if (text(before.properties.DefaultAction) !== text(after.properties.DefaultAction)) {
    return { resource: after, property: 'DefaultAction', before: before.properties.DefaultAction, after: after.properties.DefaultAction };
  }
  const sets = setsIn(head, after.properties.Rules ?? null).map((set) => ({ set, old: base.resource(set.key) }))
    .filter(({ set, old }) => old && text([...listOf(old.properties.Addresses)].sort()) !== text([...listOf(set.properties.Addresses)].sort()));
  return sets.length >= 1
    ? { resource: sets[0]!.set, property: 'Addresses', before: sets[0]!.old!.properties.Addresses, after: sets[0]!.set.properties.Addresses }
    : { resource: after, property: 'Rules', before: listOf(before.properties.Rules).map((rule) => readable(member(rule, 'Name'))), after: listOf(after.properties.Rules).map((rule) => readable(member(rule, 'Name'))) };
}

function compareGroups(base: Posture, head: Posture): Change[] {
  const before = new Map(base.ofType('AWS::WAFv2::RuleGroup').map((group) => [group.key, group]));
  return head.ofType('AWS::WAFv2::RuleGroup').flatMap((group) => {
    const old = before.get(group.key);
    return old ? compareRules(old, group, UNTRIED) : [];
  });
}

/** Address lists that no web ACL of the app uses: what more addresses mean there is not known. */
function compareLooseSets(base: Posture, head: Posture): Change[] {
  const used = new Set(head.ofType('AWS::WAFv2::WebACL').flatMap((acl) => setsIn(head, acl.properties.Rules ?? null)));
  return head.ofType('AWS::WAFv2::IPSet').filter((set) => !used.has(set)).flatMap((set) => {
    const old = base.resource(set.key);
    const [from, to] = [old, set].map((one) => [...listOf(one?.properties.Addresses)].map(String).sort().join(', '));
    return !old || from === to ? [] : [changeAt(set, 'web-firewall', 'unknown', 'Addresses', from, to, `the IP set ${nameOf(set)}, which no web ACL of the app uses, now holds ${to || 'nothing'}; before, ${from || 'nothing'}`)];
  });
}
