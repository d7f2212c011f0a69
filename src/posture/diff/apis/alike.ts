import { readCidr } from '../../../values/cidr';
import { colonFields } from '../../assembly/symbols';
import { type Origin, STRANGER, admits, namedIn, stageText } from '../../model/admission';
import { type Api, stageNames } from '../../model/api';
import type { Policy, Statement } from '../../policy/policy';
import { isPattern } from '../../policy/wildcard';
import { segmentsOf } from '../addresses';

/** What a policy may ask of a call whose every answer can be tried. */
const TRIED = new Set(['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip']);
/** More origins than any policy that somebody wrote tells apart. */
const MOST_ORIGINS = 2000;

/**
 * Whether two policies answer every call alike, however they are written: all that they ask is the way a call comes in, and each of the ways
 * that either of them tells apart has the same answer. What they ask beyond that cannot be tried, and is told.
 */
export function answerAlike(before: Api, after: Api, from: Policy, to: Policy): boolean {
  const isTriable = (api: Api, { statements }: Policy) =>
    statements.every((statement) => asksForTheWayAlone(statement) && meansEveryRoute(api, statement));
  if (!isTriable(before, from) || !isTriable(after, to)) {
    return false;
  }
  const [origins, old, young] = [originsOf(from, to), before.routes[0], after.routes[0]];
  const stages = [...stageNames(after).map(stageText), stageText(undefined)];
  return origins !== undefined && old !== undefined && young !== undefined && stages.every((stage) => origins.every((origin) => {
    const [was, is] = [admits(before, from, old, stage, origin), admits(after, to, young, stage, origin)];
    return was === is && was !== 'unknown';
  }));
}

function asksForTheWayAlone({ effect, principals, notPrincipals, actions, notActions, conditions }: Statement): boolean {
  return effect !== 'unknown' && !notPrincipals && !notActions
    && principals?.every(({ value }) => value === '*') === true
    && actions.every((action) => action.toLowerCase() === 'execute-api:invoke')
    && conditions.every(({ key, values }) => TRIED.has(key) && values.every((value) => !value.includes('‹?') && !isPattern(value)));
}

/** `*`, `execute-api:/*`, or an ARN of every route, in the API's own id or any. */
function meansEveryRoute(api: Api, { resources, notResources }: Statement): boolean {
  return !notResources && resources.length > 0 && resources.every((resource) => {
    const short = /^execute-api:\/(.*)$/.exec(resource)?.[1];
    const [arn, , service, , , ...rest] = colonFields(resource);
    const [id, ...path] = rest.join(':').split('/');
    const isAny = (steps: readonly string[]) => steps.length <= 3 && steps.every((step) => step === '*');
    return resource === '*' || (short !== undefined ? isAny(short.split('/'))
      : arn === 'arn' && service === 'execute-api' && (id === '*' || id === `‹${api.resource.key}.Ref›` && path.length > 0) && isAny(path));
  });
}

/** Every way in which either policy tells a call from another, that through no endpoint too; undefined where these are too many. */
function originsOf(from: Policy, to: Policy): Origin[] | undefined {
  const [one, other] = [namedIn(from), namedIn(to)];
  const endpoints = [...new Set([...one.endpoints, ...other.endpoints, STRANGER.endpoint])];
  const vpcs = [...new Set([...one.vpcs, ...other.vpcs, STRANGER.vpc])];
  const ranges = [...one.ranges, ...other.ranges].map(readCidr);
  const known = ranges.filter((range) => range !== undefined);
  const addresses = known.length === 0 ? [STRANGER.address] : segmentsOf(known).map(({ sample }) => sample);
  return known.length < ranges.length || endpoints.length * vpcs.length * addresses.length > MOST_ORIGINS ? undefined
    : addresses.flatMap((address) => [{ address }, ...endpoints.flatMap((endpoint) => vpcs.map((vpc) => ({ endpoint, vpc, address })))]);
}
