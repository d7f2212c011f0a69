import type { Resource } from '../../assembly/app';
import { listOf, member } from '../../assembly/json';
import { readable } from '../../assembly/symbols';
import { type AddressSet, difference, intersection, union } from '../../model/address-set';
import { apisOf } from '../../model/api';
import type { Posture } from '../../model/posture';
import { type WebAcl, webAclsOf } from '../../model/web-acl';
import { type RequestView, admittedBy } from '../../model/web-acl-verdict';
import { addressWords, blocksIn, openedBlocks, placeWords } from '../addresses';
import type { Change } from '../change';
import { changeAt, nameOf, routeWords } from '../words';
import { metRules, setsOf } from './met-rules';

/** Which addresses a web ACL lets pass; each set holds those before it. */
interface Reach {
  /** Whatever the request holds. */
  readonly surely: AddressSet;
  /** With a request that a rule admits for more than its address. */
  readonly asking: AddressSet;
  /** As far as the templates tell. */
  readonly perhaps: AddressSet;
}

/** Which addresses may now call what, and which no longer. */
export function admitted(before: Resource, after: Resource, base: Posture, head: Posture): Change[] {
  const [from, to] = [reachOf(base, before), reachOf(head, after)];
  const doubted = (reach: Reach) => difference(reach.perhaps, reach.asking);
  const asked = (reach: Reach) => difference(reach.asking, reach.surely);
  const opened = difference(to.surely, union(from.surely, doubted(from)));
  const asking = difference(asked(to), from.perhaps);
  const loosened = difference(doubted(to), from.perhaps);
  const closed = difference(from.asking, to.perhaps);
  const narrowed = intersection(from.surely, asked(to));
  const assured = difference(doubted(from), to.perhaps);
  const doubtful = union(intersection(doubted(from), to.asking), intersection(from.asking, doubted(to)));
  if ([opened, asking, loosened, closed, narrowed, assured, doubtful].every((set) => set.length === 0)
    && JSON.stringify(before.properties.DefaultAction) !== JSON.stringify(after.properties.DefaultAction)) {
    return [defaultAction(before, after)];
  }
  const api = calls(after, head);
  const place = placeOf(before, after, base, head);
  const said = (direction: Change['direction'], addresses: AddressSet, message: (words: string) => string) => (addresses.length === 0 ? []
    : [changeAt(place.resource, 'web-firewall', direction, place.property, place.before, place.after, message(placeWords(blocksIn(addresses))))]);
  const was = `before, ${from.surely.length === 0 ? 'nobody' : `only ${addressWords(blocksIn(from.surely))}`}${asked(from).length === 0 ? '' : ', and whom a rule admits for more than an address'}`;
  const moved = [
    ...said('weaker', opened, () => `anyone ${placeWords(openedBlocks(blocksIn(opened), blocksIn(intersection(from.surely, to.surely))))} may now call ${api}; ${was}`),
    ...said('weaker', asking, (words) => `anyone ${words} may now call ${api} with a request that a rule admits for more than its address; ${was}`),
    // What was surely blocked, and may now be admitted, is weaker.
    ...opened.length > 0 ? [] : said('weaker', loosened, (words) => `it is no longer sure that nobody ${words} can call ${api}: what the rules look at is not known`),
    ...said('stronger', closed, (words) => `nobody ${words} may call ${api} any more`),
    ...said('stronger', narrowed, (words) => `anyone ${words} may call ${api} only with a request that a rule admits for more than its address`),
    ...said('stronger', assured, (words) => `it is now sure that nobody ${words} can call ${api}`),
  ];
  return moved.length > 0 ? moved : said('unknown', doubtful, () => `which addresses may call ${api} changed, and is not known`);
}

/** Rules of groups that the app does not make are left out: they are told as rules, and would cover everything else. */
function reachOf(posture: Posture, resource: Resource): Reach {
  const acl = posture.derive(webAclsOf).find((one) => one.resource === resource)!;
  const foreign = foreignRules(acl);
  const flow = acl.flow.filter(({ property }) => !foreign.has(property));
  const admits = (view: RequestView) => admittedBy(flow, acl.defaultAction, acl.ordered, view);
  const surely = admits('address');
  const asking = union(surely, admits('chosen'));
  return { surely, asking, perhaps: union(asking, admits('possible')) };
}

/** By the place of their group. */
function foreignRules({ rules, flow }: WebAcl): ReadonlySet<string> {
  const groups = rules.kind === 'known' ? rules.value.filter(({ match }) => match.kind === 'group') : [];
  // What the app makes stands in the flow with matches of its own.
  return new Set(groups.map(({ property }) => property).filter((property) => flow.some((rule) => rule.property === property && rule.match.kind === 'unknown' && rule.match.property === property)));
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
  const sets = setsOf(head, after).map((set) => ({ set, old: base.resource(set.key) }))
    .filter(({ set, old }) => old && text([...listOf(old.properties.Addresses)].sort()) !== text([...listOf(set.properties.Addresses)].sort()));
  const names = (posture: Posture, acl: Resource) => metRules(posture, acl).map(({ rule }) => readable(member(rule, 'Name')));
  return sets.length >= 1
    ? { resource: sets[0]!.set, property: 'Addresses', before: sets[0]!.old!.properties.Addresses, after: sets[0]!.set.properties.Addresses }
    : { resource: after, property: 'Rules', before: names(base, before), after: names(head, after) };
}
