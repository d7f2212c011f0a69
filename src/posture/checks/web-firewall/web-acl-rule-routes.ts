import { guardsOf, stagesBehind } from '../../model/associations';
import type { Route } from '../../model/authorization';
import type { Posture } from '../../model/posture';
import { mayBeFor } from '../../model/route-requests';
import type { WafContent, WafMatch } from '../../model/waf-statement';
import type { WafRule, WebAcl } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass } from '../check';

export const webAclRuleRoutes: Check = {
  id: 'web-acl-rule-routes',
  title: 'A rule that limits the requests of a route is for a route that the API has',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'A limit for a path or a method that no route has, as after a renaming, holds for no request: the route that it was for has none.',
  fix: 'Write path and method as the route has them, with the stage before the path.',
  owasp: ['API8:2023', 'API4:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      const apis = stagesBehind(posture, acl).map(({ api }) => api);
      // Of an API whose routes are not known, or of none, nothing can be said.
      if (apis.length > 0 && apis.every((api) => api !== undefined && api.body.kind !== 'unknown' && api.routes.length > 0)) {
        yield* judgeAcl(acl, apis.flatMap((api) => api?.routes ?? []));
      }
    }
  },
};

function* judgeAcl(acl: WebAcl, routes: readonly Route[]): Iterable<Judgement> {
  for (const rule of acl.flow.filter(({ action }) => action === 'block' || action === 'count')) {
    const ways = waysOf(rule.match).filter(limitsRoute);
    const dead = ways.filter(({ parts }) => !routes.some((route) => parts.every((part) => mayBeFor(part, route))));
    yield* dead.length > 0 ? dead.map(({ parts }) => fail(acl.resource, placeOf(rule, parts, routes), 'the rule is for requests that no route of the API has'))
      : ways.length > 0 ? [pass(acl.resource, rule.property)] : [];
  }
}

/** One way in which a statement can hold, by the contents that it then asks for; what stands under a NOT asks for nothing. */
interface Way {
  readonly parts: readonly WafContent[];
  /** Whether something else has to hold with them. */
  readonly joined: boolean;
}

const NOTHING: Way = { parts: [], joined: false };

function waysOf(match: WafMatch): readonly Way[] {
  switch (match.kind) {
    case 'and': return match.parts.map(waysOf).reduce((ways, more) => ways
      .flatMap((way) => more.map(({ parts }) => ({ parts: [...way.parts, ...parts], joined: true }))).slice(0, MOST_WAYS), [NOTHING]);
    case 'or': return match.parts.flatMap(waysOf).slice(0, MOST_WAYS);
    case 'content': return [{ parts: [match], joined: false }];
    default: return [NOTHING];
  }
}

/** More than this no rule of at most 5,000 capacity units has. */
const MOST_WAYS = 500;

/** A path alone is often one that is probed for, and that no route is to have: with something else, it is a route's. */
function limitsRoute({ parts, joined }: Way): boolean {
  return joined && parts.some(({ field }) => field.part === 'UriPath' || field.part === 'Method');
}

/** The first part that no route has, or the rule as a whole. */
function placeOf(rule: WafRule, parts: readonly WafContent[], routes: readonly Route[]): string {
  const part = parts.find((one) => !routes.some((route) => mayBeFor(one, route)));
  return part?.property.startsWith('Rules[') ? part.property : rule.property;
}
