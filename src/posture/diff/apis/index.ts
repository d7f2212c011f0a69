import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import type { Posture } from '../../model/posture';
import { means } from '../canonical';
import type { Change } from '../change';
import { shown } from '../compare';
import { changeAt, nameOf, routeWords } from '../words';
import { compareResourcePolicies } from './policy';
import { type RouteChange, callers, compareRoutes, extensions, routeKey } from './routes';

/** How the APIs moved: who may call which routes, through which endpoints, with what. */
export function compareApis(base: Posture, head: Posture): Change[] {
  const [before, after] = [base, head].map((posture) => new Map(posture.derive(apisOf).map((api) => [api.resource.key, api])));
  return [
    ...[...after!].flatMap(([key, api]) => (before!.has(key) ? compareApi(before!.get(key)!, api, base, head) : [newApi(api)])),
    ...[...before!].filter(([key]) => !after!.has(key)).map(([, api]) => changeAt(
      api.resource, 'routes', 'stronger', null, routeWords(api.routes), null, `the API ${nameOf(api.resource)} is gone, with ${routeWords(api.routes) || 'no route'}`)),
  ];
}

function newApi(api: Api): Change {
  const open = api.routes.filter(({ authorization }) => authorization.kind === 'none');
  return changeAt(api.resource, 'routes', 'weaker', null, null, routeWords(api.routes), `there is a new API ${nameOf(api.resource)}, with ${routeWords(api.routes) || 'routes that are not known'}`
    + `${open.length === 0 ? '' : `; ${routeWords(open)} ${open.length === 1 ? 'asks' : 'ask'} for no token`}`);
}

function compareApi(before: Api, after: Api, base: Posture, head: Posture): Change[] {
  return [
    ...compareTypes(before, after),
    ...compareDefaultEndpoint(before, after),
    ...compareResourcePolicies(before, after),
    ...compareAllRoutes(before, after, base, head),
    ...compareExtensions(before, after),
  ];
}

const COMPARED = ['x-amazon-apigateway-policy', 'x-amazon-apigateway-endpoint-configuration', 'x-amazon-apigateway-any-method', 'x-amazon-apigateway-request-validator', 'x-amazon-apigateway-request-validators'];

/** What else a body says of the API as a whole, where both versions have one. */
function compareExtensions(before: Api, after: Api): Change[] {
  if (before.body.kind !== 'known' || after.body.kind !== 'known') {
    return [];
  }
  const [from, to] = [extensions(before.body.value, COMPARED), extensions(after.body.value, COMPARED)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => !means(from[name], to[name])).map((name) => changeAt(
    after.resource, 'routes', 'unknown', `Body.${name}`, from[name], to[name], `${name} of the API ${nameOf(after.resource)} is now ${shown(to[name])}; before, ${shown(from[name])}`));
}

function compareTypes(before: Api, after: Api): Change[] {
  const words = (api: Api) => (api.types.kind === 'known' ? readable(api.types.value.map(String).sort().join(' and ')) : api.types.kind === 'absent' ? 'EDGE, which is the default' : `a type that is not known (${api.types.why})`);
  const isPrivate = ({ isPrivate: reading }: Api) => (reading.kind === 'known' ? reading.value : undefined);
  const [from, to] = [isPrivate(before), isPrivate(after)];
  if (words(before) === words(after)) {
    return [];
  }
  return [changeAt(after.resource, 'routes', from === undefined || to === undefined || from === to ? 'unknown' : to ? 'stronger' : 'weaker', after.typesProperty, words(before), words(after),
    `the API ${nameOf(after.resource)} ${to === undefined ? 'may answer on a public address now' : to ? 'answers only through VPC endpoints now' : 'answers on a public address now'}: its type is ${words(after)}; before, ${words(before)}`)];
}

function compareDefaultEndpoint(before: Api, after: Api): Change[] {
  const of = ({ disablesExecuteApiEndpoint: reading, resource }: Api) => (resource.properties.DisableExecuteApiEndpoint !== undefined ? undefined : reading.kind === 'known' && reading.value);
  const [from, to] = [of(before), of(after)];
  // The property itself is compared with the others; this is what the body says.
  return from === to || from === undefined || to === undefined ? [] : [changeAt(after.resource, 'routes', to ? 'stronger' : 'weaker', 'Body.x-amazon-apigateway-endpoint-configuration',
    from, to, `the default endpoint of the API ${nameOf(after.resource)} is ${to ? 'turned off' : 'on again'}`)];
}

function compareAllRoutes(before: Api, after: Api, base: Posture, head: Posture): Change[] {
  const [from, to] = [before, after].map(({ routes }) => new Map(routes.map((route) => [routeKey(route), route])));
  if (before.body.kind === 'unknown' || after.body.kind === 'unknown') {
    return before.body.kind === after.body.kind ? []
      : [changeAt(after.resource, 'routes', 'unknown', 'Body', null, null, `the routes of the API ${nameOf(after.resource)} are not known in one of the versions`)];
  }
  const pairs = [...to!].filter(([key]) => from!.has(key))
    .map(([key, route]) => ({ route, changes: compareRoutes(from!.get(key)!, route, { before, after }, base, head) }));
  return [
    ...together(pairs).map(({ change, routes }) => changeAt(
      placeOf(after.resource, routes), change.layer, change.direction, change.property, change.before, change.after,
      inNumber(change.words, routes.length).replace('%', routeWords(routes)))),
    ...grouped([...to!].filter(([key]) => !from!.has(key)).map(([, route]) => route)).map((routes) => changeAt(
      placeOf(after.resource, routes), 'routes', 'weaker', routes[0]!.at.join('.') || null, null, callers(routes[0]!.authorization),
      `${routeWords(routes)} ${routes.length === 1 ? 'is new' : 'are new'}, open to ${callers(routes[0]!.authorization)}`)),
    ...grouped([...from!].filter(([key]) => !to!.has(key)).map(([, route]) => route)).map((routes) => changeAt(
      placeOf(before.resource, routes), 'routes', 'stronger', null, callers(routes[0]!.authorization), null, `${routeWords(routes)} can no longer be called`)),
  ];
}

/** A sentence about one route, about several. */
function inNumber(sentence: string, count: number): string {
  return count === 1 ? sentence : sentence.replace(/% is /, '% are ').replace(/% (now|no longer) (need|take)s /, '% $1 $2 ').replace(/% goes /, '% go ').replace(/what % goes/, 'what % go');
}

/** Routes that moved alike are told in one sentence. */
function together(pairs: readonly { readonly route: Route; readonly changes: readonly RouteChange[] }[]): { change: RouteChange; routes: Route[] }[] {
  const groups = new Map<string, { change: RouteChange; routes: Route[] }>();
  for (const { route, changes } of pairs) {
    for (const change of changes) {
      const key = `${change.direction} ${change.layer} ${change.words} ${JSON.stringify([change.before, change.after])}`;
      const group = groups.get(key) ?? { change, routes: [] };
      group.routes.push(route);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function grouped(routes: readonly Route[]): Route[][] {
  const groups = new Map<string, Route[]>();
  routes.forEach((route) => groups.set(callers(route.authorization), [...groups.get(callers(route.authorization)) ?? [], route]));
  return [...groups.values()];
}

/** One method where there is one, else the API. */
function placeOf(api: Resource, routes: readonly Route[]): Resource {
  return routes.length === 1 ? routes[0]!.resource : api;
}
