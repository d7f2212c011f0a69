import { type Cidr, coversWholeInternet, readCidr, subtractCidrs } from '../../../values/cidr';
import { type Json, isObject, member, oneOrMany } from '../../assembly/json';
import { asReference, free, readable } from '../../assembly/symbols';
import { type Origin, STRANGER, admits, namedIn, stageText } from '../../model/admission';
import { type Api, stageNames } from '../../model/api';
import type { Route } from '../../model/authorization';
import type { Policy } from '../../policy/policy';
import { type Answer, isPattern } from '../../policy/wildcard';
import { addressWords, openedBlocks, placeWords, segmentsOf } from '../addresses';
import type { Change, Direction } from '../change';
import { comparePolicies } from '../policies';
import { changeAt, nameOf, routeWords } from '../words';
import { answerAlike } from './alike';
import { routeKey } from './routes';

/** Callers of a kind, in words or by their addresses, and from where they may try: one way in is enough. */
interface Caller {
  readonly origins: readonly Origin[];
  readonly words?: string;
  readonly blocks?: readonly Cidr[];
}

/** Who the resource policy lets in now and did not before, and the other way: found by trying callers of every kind that either version names, and a stranger. */
export function compareResourcePolicies(before: Api, after: Api): Change[] {
  const said = (direction: Direction, message: string) => changeAt(after.resource, 'routes', direction, after.policyProperty, rawPolicy(before), rawPolicy(after), message);
  const generic = () => comparePolicies(inShort(before), inShort(after)).map(({ direction, words }) => said(direction, `the resource policy of ${nameOf(after.resource)} ${words}`));
  if (before.policy.kind !== 'known' || after.policy.kind !== 'known') {
    return before.policy.kind === after.policy.kind && before.policy.kind === 'absent' ? []
      : after.policy.kind === 'absent' ? [said('weaker', `the API ${nameOf(after.resource)} no longer has a resource policy that says which endpoints may call it`)]
        : before.policy.kind === 'absent' ? [said('stronger', `the API ${nameOf(after.resource)} now has a resource policy`)] : generic();
  }
  if (generic().length === 0) {
    return [];
  }
  const [from, to] = [before.policy.value, after.policy.value];
  if (answerAlike(before, after, from, to)) {
    return [];
  }
  const old = new Map(before.routes.map((route) => [routeKey(route), route]));
  const moved = new Moves();
  const doubtful = new Set<Route>();
  const loosened = new Set<Route>();
  for (const route of after.routes) {
    const same = old.get(routeKey(route));
    if (!same) {
      continue; // a route that is new is told as one
    }
    const compare = ({ origins, ...caller }: Caller) => {
      const was = any(origins.map((origin) => isLetIn(before, from, same, origin)));
      const is = any(origins.map((origin) => isLetIn(after, to, route, origin)));
      if (was !== is) {
        if (was === undefined || is === undefined) {
          (was === false ? loosened : doubtful).add(route);
        } else {
          moved.note(is, route, caller);
        }
      }
    };
    callersOf(from, to).forEach(compare);
    if (['iam', 'unknown'].includes(route.authorization.kind)) {
      signersOf(from, to).forEach(compare);
    }
    rangeCallers(from, to).forEach(compare);
  }
  const changes = [
    ...moved.of(true).map(({ words, blocks, routes }) => {
      const callers = rangeCallers(from, to);
      const had = heldBy(callers, from, before, routes);
      const who = words ?? `anyone ${placeWords(openedBlocks(blocks, heldBy(callers.filter((caller) => heldBy([caller], from, before, routes).length > 0), to, after, routes)))}`;
      // Those who gain a way in may have had another.
      const narrower = had.length > 0 && (words === undefined ? subtractCidrs(blocks, had).length > 0 : !coversWholeInternet(had));
      return said('weaker', `${who} may now call ${routeWords(routes)}${narrower ? `; before, only ${addressWords(had)}` : ''}`);
    }),
    ...moved.of(false).map(({ words, blocks, routes }) => said('stronger', `${words ?? `anyone ${placeWords(blocks)}`} may no longer call ${routeWords(routes)}`)),
  ];
  // What was surely closed, and may now be open, is weaker.
  if (loosened.size > 0 && changes.length === 0) {
    return [said('weaker', `it is no longer sure who may call ${routeWords([...loosened])}: the resource policy of ${nameOf(after.resource)} then depends on what the templates don't tell`)];
  }
  if (doubtful.size > 0 && changes.length === 0) {
    return [said('unknown', `who may call ${routeWords([...doubtful])} changed, and is not known`)];
  }
  // Those who were tried are not all: what the policy says to others must not hide behind what was closed.
  return changes.some(({ direction }) => direction === 'weaker') ? changes
    : [...changes, ...generic().filter(({ direction }) => changes.length === 0 || direction === 'weaker')];
}

function isLetIn(api: Api, policy: Policy, route: Route, origin: Origin): Answer {
  const stages = stageNames(api).map(stageText);
  const verdicts = (stages.length === 0 ? [stageText(undefined)] : stages).map((stage) => admits(api, policy, route, stage, origin));
  const letIn = verdicts.map((verdict) => (verdict === 'allowed' || verdict === 'silent' && ['iam', 'lambda'].includes(route.authorization.kind) ? true
    : verdict === 'unknown' ? undefined : false));
  return any(letIn);
}

function any(answers: readonly Answer[]): Answer {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function callersOf(from: Policy, to: Policy): Caller[] {
  const [one, other] = [namedIn(from), namedIn(to)];
  const endpoints = [...new Set([...one.endpoints, ...other.endpoints])].filter((endpoint) => !isPattern(endpoint));
  const vpcs = [...new Set([...one.vpcs, ...other.vpcs])].filter((vpc) => !isPattern(vpc));
  const members = [...one.ranges, ...other.ranges].map(readCidr).filter((range) => range !== undefined);
  // An address that the policies name, so that only the endpoint decides; and one that they don't.
  const addresses = [...members.slice(0, 20).map(({ text }) => `${text.split('/')[0]}/${text.includes(':') ? 128 : 32}`), STRANGER.address];
  const at = (endpoint: string, vpc: string, words: string): Caller[] =>
    [{ origins: addresses.map((address) => ({ endpoint, vpc, address })), words }];
  return [
    ...at(STRANGER.endpoint, STRANGER.vpc, 'anybody with a VPC endpoint of the Region, in other accounts too,'),
    ...endpoints.flatMap((endpoint) => at(endpoint, vpcs[0] ?? STRANGER.vpc, `callers of the VPC endpoint ${readable(endpoint)}`)),
    ...vpcs.flatMap((vpc) => at(endpoints[0] ?? STRANGER.endpoint, vpc, `callers from the VPC ${readable(vpc)}`)),
    ...endpoints.length === 0 ? [] : vpcs.flatMap((vpc) => at(STRANGER.endpoint, vpc, `callers from the VPC ${readable(vpc)}, through any endpoint there,`)),
  ];
}

/** Callers that sign, as whom the policies name. */
function signersOf(from: Policy, to: Policy): Caller[] {
  const names = [from, to].flatMap(({ statements }) => statements).flatMap(({ principals }) => principals ?? [])
    .filter(({ type, value }) => type === 'AWS' && !isPattern(value)).map(({ value }) => value);
  const { vpc, address } = STRANGER;
  const endpoints = [...namedIn(from).endpoints, ...namedIn(to).endpoints];
  return [...new Set(names)].flatMap((signedBy) => [
    { words: `whoever signs as ${readable(signedBy)}, through any VPC endpoint of the Region,`, origins: [{ endpoint: STRANGER.endpoint, vpc, address, signedBy }] },
    { words: `whoever signs as ${readable(signedBy)}`, origins: endpoints.map((endpoint) => ({ endpoint, vpc, address, signedBy })) },
  ]);
}

/** Callers by their own address, where a policy asks for it: one of each piece that either version tells apart. */
function rangeCallers(from: Policy, to: Policy): Caller[] {
  const [one, other] = [namedIn(from), namedIn(to)];
  const ranges = [...one.ranges, ...other.ranges].map(readCidr).filter((range) => range !== undefined);
  const endpoints = [...new Set([...one.endpoints, ...other.endpoints])].slice(0, MOST_ENDPOINTS);
  const vpc = [...one.vpcs, ...other.vpcs][0] ?? STRANGER.vpc;
  return ranges.length === 0 ? [] : [...endpoints, STRANGER.endpoint].flatMap((endpoint) => segmentsOf(ranges).map(({ blocks, sample }) => (
    { get blocks() { return blocks; }, origins: [{ endpoint, vpc, address: sample }] })));
}

/** Each endpoint is tried with each range: of so many, one is like another. */
const MOST_ENDPOINTS = 5;

/** The addresses that a policy lets call the first of some routes. */
function heldBy(callers: readonly Caller[], policy: Policy, api: Api, routes: readonly Route[]): Cidr[] {
  const route = api.routes.find((one) => routeKey(one) === routeKey(routes[0]!));
  return route ? callers.filter(({ origins }) => isLetIn(api, policy, route, origins[0]!)).flatMap(({ blocks }) => blocks ?? []) : [];
}

/** What moved for which routes: callers in words, addresses put together. */
class Moves {
  private readonly named = new Map<string, Set<Route>>();
  private readonly ranges = new Map<string, { route: Route; blocks: Cidr[] }>();

  public note(opened: boolean, route: Route, { words, blocks }: Omit<Caller, 'origins'>): void {
    if (blocks) {
      const key = `${opened} ${routeKey(route)}`;
      const entry = this.ranges.get(key) ?? { route, blocks: [] };
      entry.blocks.push(...blocks);
      this.ranges.set(key, entry);
    } else {
      const key = `${opened} ${words}`;
      this.named.set(key, (this.named.get(key) ?? new Set()).add(route));
    }
  }

  /** Without words it is who has an address of the blocks. */
  public of(opened: boolean): { words?: string; blocks: readonly Cidr[]; routes: Route[] }[] {
    const prefix = `${opened} `;
    const named = [...this.named].filter(([key]) => key.startsWith(prefix))
      .map(([key, routes]) => ({ words: key.slice(prefix.length), blocks: [], routes: [...routes] }));
    const byBlocks = new Map<string, { blocks: readonly Cidr[]; routes: Route[] }>();
    for (const { route, blocks } of [...this.ranges].filter(([key]) => key.startsWith(prefix)).map(([, entry]) => entry)) {
      const words = addressWords(blocks);
      byBlocks.set(words, { blocks, routes: [...byBlocks.get(words)?.routes ?? [], route] });
    }
    return [...named, ...byBlocks.values()];
  }
}

function rawPolicy({ resource, body }: Api): Json | undefined {
  const inBody = body.kind === 'known' && typeof body.value === 'object' && body.value !== null && !Array.isArray(body.value)
    ? (body.value as { readonly [name: string]: Json | undefined })['x-amazon-apigateway-policy'] : undefined;
  return resource.properties.Policy ?? inBody;
}

const PART = free(':/');
const OF_ANY_API = new RegExp(`^arn:${PART}:execute-api:${PART}:${PART}:(\\*|‹[^‹›]*›)/`);

/** A policy whose resources are written in the short form, where they say this API: `execute-api:/*`. */
function inShort(api: Api): Json | undefined {
  const short = (value: Json): Json => (typeof value !== 'string' ? value : value === '*' ? 'execute-api:/*'
    : value.replace(OF_ANY_API, (whole, id: string) => (id === '*' || asReference(id)?.key === api.resource.key ? 'execute-api:/' : whole)));
  const policy = rawPolicy(api);
  const statements = oneOrMany(member(policy, 'Statement')).map((statement): Json => (isObject(statement) ? {
    ...statement,
    ...Object.fromEntries(['Resource', 'NotResource'].flatMap((name) => (statement[name] === undefined ? [] : [[name, oneOrMany(statement[name]).map(short)]]))),
  } : statement));
  return isObject(policy) ? { ...policy, Statement: statements } : policy;
}
