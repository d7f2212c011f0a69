import { type AddressSet, EVERY_ADDRESS, NO_ADDRESS, complement, difference, intersection, union } from './address-set';
import { type WafContent, type WafMatch, partsOf } from './waf-statement';
import type { WafRule, WebAcl } from './web-acl';

/**
 * How requests are looked at:
 * - `plain`: a request without special headers, query or body, at a normal rate. Where the route or an unknown decides, the worst for the caller.
 * - `chosen`: the caller writes whatever helps, and is anywhere in the world; only its address and the unknowns are against it.
 * - `possible`: as `chosen`, and unknowns help too.
 * - `address`: its address alone admits it or ends it: what looks at anything else matches nothing.
 */
export type RequestView = 'plain' | 'chosen' | 'possible' | 'address';

/** The best or the worst that a statement may mean for a caller. */
interface Reach {
  readonly view: RequestView;
  /** What the content of the request may be. */
  readonly content: 'most' | 'least';
  /** What unknown parts may be. */
  readonly unknowns: 'most' | 'least';
  readonly labels: ReadonlyMap<string, (reach: Reach) => AddressSet>;
  readonly foreignLabels: boolean;
}

/** The addresses whose requests a web ACL lets pass: perhaps in the view `possible`, surely in the others. */
export function admitted(acl: WebAcl, view: RequestView): AddressSet {
  return admittedBy(acl.flow, acl.defaultAction, acl.ordered, view);
}

/** The addresses that the rules of a web ACL name, in whatever way. */
function namedAddresses(acl: WebAcl): AddressSet {
  return union(...acl.flow.flatMap((rule) => [...partsOf(rule.match)].flatMap(({ match }) => (match.kind === 'addresses' ? [match.set.addresses] : []))));
}

/** The addresses among the admitted ones that no rule names: strangers. */
export function strangers(acl: WebAcl, view: RequestView): AddressSet {
  return difference(admitted(acl, view), namedAddresses(acl));
}

export function admittedBy(flow: readonly WafRule[], standard: WebAcl['defaultAction'], ordered: boolean, view: RequestView): AddressSet {
  const labels = new Map<string, (reach: Reach) => AddressSet>();
  const foreignLabels = flow.some(({ match }) => match.kind === 'unknown');
  const helps: Reach = {
    view, content: view === 'plain' || view === 'address' ? 'least' : 'most', unknowns: view === 'possible' ? 'most' : 'least', labels, foreignLabels,
  };
  const hinders: Reach = view === 'address' ? { ...helps, unknowns: 'most' } : opposite(helps);
  // What may come first, comes first where the order is not known: a block for what is sure, an allow for what is possible.
  const order = ordered || view === 'possible' ? flow : [...flow.filter((rule) => stops(rule, view)), ...flow.filter((rule) => !stops(rule, view))];
  let [reach, out] = [EVERY_ADDRESS, NO_ADDRESS];
  for (const rule of order) {
    if (rule.action === 'allow' || rule.action === 'unknown' && view === 'possible') {
      out = union(out, intersection(reach, ruleMatches(rule, helps)));
    } else if (stops(rule, view) && (ordered || view !== 'possible')) {
      reach = difference(reach, ruleMatches(rule, hinders));
    }
    label(rule, labels);
  }
  return standard === 'allow' || standard === 'unknown' && view === 'possible' ? union(out, reach) : out;
}

/**
 * The addresses from which a request can come as far as each rule, whatever it holds: what earlier rules certainly end is left out.
 */
export function reachOf(acl: WebAcl): ReadonlyMap<WafRule, AddressSet> {
  const labels = new Map<string, (reach: Reach) => AddressSet>();
  const certain: Reach = { view: 'chosen', content: 'least', unknowns: 'least', labels, foreignLabels: true };
  const reached = new Map<WafRule, AddressSet>();
  let reach = EVERY_ADDRESS;
  for (const rule of acl.flow) {
    reached.set(rule, reach);
    if (rule.action === 'allow' || rule.action === 'block') {
      reach = difference(reach, ruleMatches(rule, certain));
    }
    label(rule, labels);
  }
  return reached;
}

/** The addresses of which a rule may speak at all: unknowns and content count as if they matched. */
export function widestMatch(rule: WafRule): AddressSet {
  return ruleMatches(rule, { view: 'chosen', content: 'most', unknowns: 'most', labels: new Map(), foreignLabels: true });
}

function stops({ action }: WafRule, view: RequestView): boolean {
  // Who has a browser passes a puzzle, other callers don't.
  return action === 'block' || action === 'unknown' || view === 'plain' && (action === 'captcha' || action === 'challenge');
}

function ruleMatches(rule: WafRule, reach: Reach): AddressSet {
  // A rule that reads addresses from a header is skipped as a whole where the header is missing:
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
  const readsHeader = (reach.view === 'plain' || reach.content === 'least') && [...partsOf(rule.match)].some(({ match }) => 'forwarded' in match && match.forwarded !== undefined);
  return readsHeader ? NO_ADDRESS : matching(rule.match, reach);
}

function matching(match: WafMatch, reach: Reach): AddressSet {
  switch (match.kind) {
    case 'and': return match.parts.map((part) => matching(part, reach)).reduce(intersection, EVERY_ADDRESS);
    case 'or': return union(...match.parts.map((part) => matching(part, reach)));
    case 'not': return complement(matching(match.part, opposite(reach)));
    case 'addresses': return match.forwarded !== undefined ? ofContent(reach)
      : match.set.unknown === undefined || reach.unknowns === 'least' ? match.set.addresses : EVERY_ADDRESS;
    case 'content': return contentMatches(match, reach);
    case 'label': return labelled(match, reach);
    case 'rate':
    case 'managed': return reach.view === 'plain' || reach.content === 'least' ? NO_ADDRESS
      : match.scope === undefined ? EVERY_ADDRESS : matching(match.scope, reach);
    case 'place': return ofContent(reach);
    case 'group':
    case 'unknown': return reach.unknowns === 'most' ? EVERY_ADDRESS : NO_ADDRESS;
  }
}

function ofContent(reach: Reach): AddressSet {
  return reach.content === 'most' ? EVERY_ADDRESS : NO_ADDRESS;
}

function contentMatches(match: WafContent, reach: Reach): AddressSet {
  if (matchesAlways(match)) {
    return EVERY_ADDRESS;
  }
  if (reach.view === 'plain') {
    const { part } = match.field;
    const compares = match.type === 'SizeConstraint' && (part === 'Body' || part === 'QueryString') ? sizeHolds(match.statement, 0) : undefined;
    if (compares !== undefined) {
      return compares ? EVERY_ADDRESS : NO_ADDRESS;
    }
    if (match.type === 'SqliMatch' || match.type === 'XssMatch' || !['UriPath', 'Method', 'Headers', 'HeaderOrder', 'unknown'].includes(part)) {
      return NO_ADDRESS;
    }
  }
  return ofContent(reach);
}

/** Whether every request has what a statement looks for. */
function matchesAlways({ type, field, statement }: WafContent): boolean {
  const text = typeof statement.SearchString === 'string' ? statement.SearchString
    : typeof statement.SearchStringBase64 === 'string' ? Buffer.from(statement.SearchStringBase64, 'base64').toString() : undefined;
  switch (type) {
    case 'ByteMatch': return field.part === 'UriPath' && text === '/' && ['STARTS_WITH', 'CONTAINS'].includes(String(statement.PositionalConstraint));
    case 'RegexMatch': return field.part === 'UriPath' && matchesPaths(String(statement.RegexString));
    case 'SizeConstraint': return field.part === 'UriPath' ? [1, 2, 1023].every((size) => sizeHolds(statement, size) === true)
      : ['Body', 'QueryString'].includes(field.part) && statement.ComparisonOperator === 'GE' && Number(statement.Size) === 0;
    default: return false;
  }
}

// Short: a pattern of a template may be one that takes long on long texts.
const PATHS = ['/', '/q', '/0/Z', '/~-'];

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html */
const LONGEST_PATTERN = 512;
const MOST_ALTERNATIVES = 8;

function matchesPaths(pattern: string): boolean {
  // Alternatives that all match nothing, and groups that are counted, may be tried in every order even on the shortest text.
  if (pattern.length > LONGEST_PATTERN || pattern.split('|').length > MOST_ALTERNATIVES || pattern.includes('){')) {
    return false;
  }
  try {
    const regex = new RegExp(pattern);
    return PATHS.every((path) => regex.test(path));
  } catch {
    return false;
  }
}

function sizeHolds(statement: { readonly ComparisonOperator?: unknown; readonly Size?: unknown }, size: number): boolean | undefined {
  const bound = typeof statement.Size === 'number' || typeof statement.Size === 'string' ? Number(statement.Size) : NaN;
  switch (Number.isNaN(bound) ? undefined : statement.ComparisonOperator) {
    case 'EQ': return size === bound;
    case 'NE': return size !== bound;
    case 'LE': return size <= bound;
    case 'LT': return size < bound;
    case 'GE': return size >= bound;
    case 'GT': return size > bound;
    default: return undefined;
  }
}

function labelled(match: WafMatch & { readonly kind: 'label' }, reach: Reach): AddressSet {
  const own = [...reach.labels].filter(([name]) => (match.namespace
    ? `${name}:`.startsWith(match.key) || `${name}:`.includes(`:${match.key}`) : match.key === name || match.key.endsWith(`:${name}`)));
  const foreign = match.key.startsWith('awswaf:') && own.length === 0 || reach.foreignLabels;
  const most = reach.view === 'address' ? reach.content : reach.unknowns;
  return foreign && most === 'most' ? EVERY_ADDRESS : union(...own.map(([, addresses]) => addresses(reach)));
}

function label(rule: WafRule, labels: Map<string, (reach: Reach) => AddressSet>): void {
  for (const name of rule.labels) {
    const before = labels.get(name);
    // Later labels of the same name must not reach back into the statement that is being read.
    const earlier = new Map(labels);
    const known = new Map<string, AddressSet>();
    labels.set(name, (reach) => {
      const key = `${reach.content} ${reach.unknowns}`; // one map of labels belongs to one view
      const addresses = known.get(key) ?? union(before?.(reach) ?? NO_ADDRESS, ruleMatches(rule, { ...reach, labels: earlier }));
      known.set(key, addresses);
      return addresses;
    });
  }
}

function opposite(reach: Reach): Reach {
  const other = (side: 'most' | 'least') => (side === 'most' ? 'least' : 'most');
  return { ...reach, content: other(reach.content), unknowns: other(reach.unknowns) };
}
