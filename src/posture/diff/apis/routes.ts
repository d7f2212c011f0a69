import type { Resource } from '../../assembly/app';
import { type Json, type JsonObject, member, objectOf } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import type { Api } from '../../model/api';
import type { Authorization, Authorizer, Route } from '../../model/authorization';
import type { Posture } from '../../model/posture';
import type { Reading } from '../../model/reading';
import { canonical, means } from '../canonical';
import type { Direction } from '../change';
import { changeWords, shown } from '../compare';
import { accountOf, foreignAccountIn } from '../foreign-code';
import { compareSchemas } from './compare-schemas';
import { modelsOf } from './schemas';

/** Ways in which a model moved that are told one by one. */
const MOST_WAYS = 4;

/** One way in which a route moved: routes with equal ones are told together. */
export interface RouteChange {
  readonly direction: Direction;
  readonly layer: 'routes' | 'identity' | 'consumers';
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
  /** A sentence with `%` for the routes. */
  readonly words: string;
}

/** A route, whatever its parameters are called. */
export function routeKey({ method, path }: Route): string {
  return `${method} ${path.replace(/\{[^{}+]*(\+?)\}/g, '{$1}')}`;
}

/** Who may call a route, in words. */
export function callers(authorization: Authorization): string {
  switch (authorization.kind) {
    case 'none': return 'anybody who gets through the layers before';
    case 'iam': return 'IAM identities that may invoke it';
    case 'lambda': return 'whomever its Lambda authorizer admits';
    case 'unknown': return `callers that are not known (${authorization.why})`;
    case 'cognito': return authorization.scopes.kind === 'unknown' ? `tokens with scopes that are not known (${authorization.scopes.why})` : authorization.scopes.kind === 'absent' ? 'any token of the user pool, ID tokens too'
      : authorization.scopes.value.length === 0 ? 'any token of the user pool, ID tokens too' : `tokens with ${authorization.scopes.value.map((scope) => readable(scope)).join(' or ')}`;
  }
}

export function compareRoutes(
  before: Route, after: Route, apis: { readonly before: Api; readonly after: Api }, base: Posture, head: Posture,
): RouteChange[] {
  return [
    ...authorizationChange(before, after, base, head),
    ...flag('consumers', before.apiKeyRequired, after.apiKeyRequired, after.apiKeyProperty, '% now needs an API key', '% no longer needs an API key'),
    ...flag('routes', before.validatesBody, after.validatesBody, after.validatorProperty, 'the body of % is now validated', 'the body of % is no longer validated'),
    ...flag('routes', before.validatesParameters, after.validatesParameters, after.validatorProperty, 'the parameters of % are now validated', 'the parameters of % are no longer validated'),
    ...modelChange(modelsOf(before, apis.before, base), modelsOf(after, apis.after, head), after),
    ...parameterChange(before, after),
    ...integrationChange(before, after, base, head),
    ...restOfRoute(before, after),
  ];
}

function authorizationChange(before: Route, after: Route, base: Posture, head: Posture): RouteChange[] {
  const [from, to] = [before.authorization, after.authorization];
  const said = (direction: Direction, words = `% is now open to ${callers(to)}; before, only to ${callers(from)}`): RouteChange[] => [{
    direction, layer: 'identity', property: after.authorizationProperty, before: callers(from), after: callers(to), words,
  }];
  if (from.kind === 'unknown' || to.kind === 'unknown') {
    return from.kind === 'unknown' && to.kind === 'unknown'
      ? from.why === to.why ? [] : said('unknown', `who may call % is not known, and hangs on ${to.why}; before, on ${from.why}`) : said('unknown');
  }
  if (from.kind !== to.kind) {
    return said(to.kind === 'none' ? 'weaker' : from.kind === 'none' ? 'stronger' : 'unknown',
      from.kind === 'none' ? `% is now open to ${callers(to)} only; before, to ${callers(from)}` : undefined);
  }
  return [
    ...from.kind === 'cognito' && to.kind === 'cognito' ? scopeChange(from.scopes, to.scopes, said) : [],
    ...'authorizer' in from && 'authorizer' in to ? authorizerChange(from.authorizer, to.authorizer, after, base, head) : [],
  ];
}

function scopeChange(
  before: Reading<readonly string[]>, after: Reading<readonly string[]>, said: (direction: Direction, words?: string) => RouteChange[],
): RouteChange[] {
  if (before.kind !== 'known' || after.kind !== 'known') {
    return means(JSON.stringify(before), JSON.stringify(after)) ? [] : said('unknown');
  }
  const [from, to] = [new Set(before.value), new Set(after.value)];
  const [added, lost] = [[...to].filter((scope) => !from.has(scope)), [...from].filter((scope) => !to.has(scope))];
  if (added.length === 0 && lost.length === 0) {
    return [];
  }
  // Without scopes every token of the pool counts; of several, any one is enough: who has one that was added may call now.
  if (to.size === 0 || from.size === 0 || added.length === 0) {
    return said(to.size === 0 ? 'weaker' : 'stronger');
  }
  return [
    ...said('weaker'),
    ...lost.length === 0 ? [] : said('stronger', `% is no longer open to tokens with ${lost.map((scope) => readable(scope)).join(' or ')}`),
  ];
}

function authorizerChange(before: Authorizer | undefined, after: Authorizer | undefined, route: Route, base: Posture, head: Posture): RouteChange[] {
  const values = { layer: 'identity' as const, property: route.authorizationProperty };
  if (!before || !after) {
    return before === after ? [] : [{ ...values, direction: 'unknown', before: before?.type, after: after?.type, words: 'the authorizer of % changed, and is not known' }];
  }
  const changes: RouteChange[] = [];
  const pools = (authorizer: Authorizer) => authorizer.userPools.map((pool) => canonical(pool));
  const [from, to] = [pools(before), pools(after)];
  if (canonical(from) !== canonical(to)) {
    changes.push({
      ...values,
      direction: hasUnknown([...before.userPools, ...after.userPools]) ? 'unknown' : to.every((pool) => from.includes(pool)) ? 'stronger' : 'weaker',
      before: before.userPools,
      after: after.userPools,
      words: `% now takes tokens of ${shown(after.userPools)}; before, of ${shown(before.userPools)}`,
    });
  }
  if (!means(callee(before.uri, base), callee(after.uri, head))) {
    const account = newAccount(before, before.uri, after, after.uri, base, head);
    changes.push({
      ...values,
      direction: account === undefined ? 'unknown' : 'weaker',
      before: before.uri,
      after: after.uri,
      words: `another function now decides on the callers of %${account === undefined ? '' : `, of the account ${account}`}`,
    });
  }
  const [ttl, was] = [seconds(after), seconds(before)];
  if (!Object.is(ttl, was)) {
    changes.push({
      ...values,
      direction: Number.isNaN(ttl) || Number.isNaN(was) ? 'unknown' : ttl > was ? 'weaker' : 'stronger',
      before: was,
      after: ttl,
      words: `decisions on the callers of % are now remembered ${ttl} seconds; before, ${was}`,
    });
  }
  const [source, old] = [sources(after), sources(before)];
  if (canonical(source) !== canonical(old)) {
    changes.push({
      ...values,
      direction: source.every((one) => old.includes(one)) && old.length > source.length ? 'weaker' : old.every((one) => source.includes(one)) ? 'stronger' : 'unknown',
      before: old,
      after: source,
      words: `decisions on the callers of % are now remembered by ${shown(source)}; before, by ${shown(old)}`,
    });
  }
  return changes;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html: 300 where it is left out. */
function seconds({ ttl }: Authorizer): number {
  return ttl.kind === 'known' ? ttl.value : ttl.kind === 'absent' ? 300 : NaN;
}

function sources({ identitySource }: Authorizer): string[] {
  return identitySource.kind === 'known' ? String(identitySource.value).split(',').map((source) => source.trim()).filter((source) => source !== '') : [];
}

function flag(
  layer: RouteChange['layer'], before: Reading<boolean>, after: Reading<boolean>, property: string, on: string, off: string,
): RouteChange[] {
  if (before.kind === 'unknown' && after.kind === 'unknown') {
    return before.why === after.why ? [] : [{
      direction: 'unknown',
      layer,
      property,
      before: before.why,
      after: after.why,
      words: `${on.replace('now ', '')}, or not: it hangs on ${after.why}; before, on ${before.why}`,
    }];
  }
  const of = (reading: Reading<boolean>) => (reading.kind === 'known' ? reading.value : undefined);
  const [from, to] = [of(before), of(after)];
  return from === to ? [] : [{
    direction: from === undefined || to === undefined ? 'unknown' : to ? 'stronger' : 'weaker',
    layer,
    property,
    before: from,
    after: to,
    words: to === undefined ? `${on.replace('now ', '')}, or not: it is not known` : to ? on : off,
  }];
}

/** A schema that asks for nothing but, perhaps, an object. */
function isAnything(schema: Json): boolean {
  return compareSchemas(schema, {}).length === 0 || compareSchemas(schema, { type: 'object' }).length === 0;
}

function modelChange(from: Readonly<Record<string, Json>>, to: Readonly<Record<string, Json>>, route: Route): RouteChange[] {
  const property = route.at.length === 0 ? 'RequestModels' : `${route.at.join('.')}.requestBody`;
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((type): RouteChange[] => {
    const [before, after] = [from[type], to[type]];
    const said = (direction: Direction, words: string, was: unknown = before, is: unknown = after) => ({
      direction, layer: 'routes' as const, property, before: was, after: is, words,
    });
    if (before === undefined || after === undefined) {
      return isAnything(before ?? after!) ? []
        : [said(after === undefined ? 'weaker' : 'stronger', `a body of % (${type}) ${after === undefined ? 'no longer' : 'now'} has to follow a model`)];
    }
    const changes = compareSchemas(before, after);
    return (['weaker', 'stronger', 'unknown'] as const).flatMap((direction) => {
      const those = changes.filter((change) => change.direction === direction);
      const verb = { weaker: 'now admits more', stronger: 'now admits less', unknown: 'now admits something else' }[direction];
      const values = (side: 'before' | 'after') => (those.length === 1 ? those[0]![side] : Object.fromEntries(those.map((change) => [change.path, change[side]])));
      return those.length === 0 ? [] : [said(direction, `the model of the body of % (${type}) ${verb}: ${those.slice(0, MOST_WAYS).map(({ words }) => words).join('; ')}${
        those.length > MOST_WAYS ? `; and ${those.length - MOST_WAYS} more` : ''}`, values('before'), values('after'))];
    });
  });
}

function parameterChange(before: Route, after: Route): RouteChange[] {
  const names = [...new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])].filter((name) => !name.startsWith('path.'));
  const required = (route: Route, name: string) => route.parameters[name] === true;
  return names.filter((name) => required(before, name) !== required(after, name)).map((name) => ({
    direction: required(after, name) ? 'stronger' : 'weaker',
    layer: 'routes',
    property: after.at.length === 0 ? 'RequestParameters' : `${after.at.join('.')}.parameters`,
    before: required(before, name),
    after: required(after, name),
    words: `% ${required(after, name) ? 'now needs' : 'no longer needs'} the parameter ${name}`,
  }));
}

/** What a URI calls: a function however the URI is spelled. */
function callee(uri: Json | undefined, posture: Posture): Json | undefined {
  const functions = String(uri).includes(':lambda:path/') ? posture.targets(uri).filter(({ type }) => type.startsWith('AWS::Lambda::') && type !== 'AWS::Lambda::Permission') : [];
  return functions.length === 1 ? `‹${functions[0]!.key}.Arn›` : uri;
}

/** The other account to whose function it goes now, and did not before. */
function newAccount(from: Place, was: Json | undefined, to: Place, is: Json | undefined, base: Posture, head: Posture): string | undefined {
  const account = foreignAccountIn(is, accountOf(to.resource, head.app));
  return account === foreignAccountIn(was, accountOf(from.resource, base.app)) ? undefined : account;
}

/** A route or an authorizer. */
interface Place {
  readonly resource: Resource;
}

/** What else a route says, where both versions say it in the same way. */
function restOfRoute(before: Route, after: Route): RouteChange[] {
  if ((before.at.length === 0) !== (after.at.length === 0)) {
    return [];
  }
  const of = ({ resource, at }: Route): JsonObject => (at.length === 0 ? pick(resource.properties, ['MethodResponses'])
    : extensions(at.reduce<Json | undefined>((place, step) => member(place, step), resource.properties)));
  const responses = ({ resource, at }: Route) => (at.length === 0 ? member(resource.properties.Integration, 'IntegrationResponses')
    : member(member(at.reduce<Json | undefined>((place, step) => member(place, step), resource.properties), 'x-amazon-apigateway-integration'), 'responses'));
  const [from, to] = [before, after].map((route) => (
    { ...of(route), responses: responses(route), requestParameters: route.integration.requestParameters as Json }));
  const names = [...new Set([...Object.keys(from!), ...Object.keys(to!)])] as (keyof typeof from)[];
  return names.filter((name) => !means(from![name], to![name])).map((name) => ({
    direction: 'unknown',
    layer: 'routes',
    property: `${after.at.join('.') || 'Integration'}.${String(name)}`,
    before: from![name],
    after: to![name],
    words: changeWords(String(name), from![name], to![name]).replace(String(name), `${String(name)} of %`),
  }));
}

/** What is compared by its meaning elsewhere. */
const COMPARED = ['x-amazon-apigateway-integration', 'x-amazon-apigateway-request-validator', 'x-amazon-apigateway-auth'];

/** Extensions of API Gateway that nothing else compares. */
export function extensions(value: Json | undefined, compared: readonly string[] = COMPARED): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(value)).filter(([name]) => name.startsWith('x-amazon-apigateway-') && !compared.includes(name)));
}

function pick(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

function integrationChange(before: Route, after: Route, base: Posture, head: Posture): RouteChange[] {
  const of = ({ integration: { type, uri, credentials, connectionId, insecureTls } }: Route, posture: Posture) => ({
    type: type.kind === 'known' ? type.value : type.kind, uri: callee(uri, posture), credentials, connectionId, insecureTls: insecureTls.kind === 'known' && insecureTls.value,
  });
  const [from, to] = [of(before, base), of(after, head)];
  if (means(from as Json, to as Json)) {
    return [];
  }
  const account = newAccount(before, from.uri, after, to.uri, base, head);
  const plain = (uri: Json | undefined) => String(uri).startsWith('http://');
  const direction = from.insecureTls !== to.insecureTls ? (to.insecureTls ? 'weaker' : 'stronger')
    : account !== undefined || plain(to.uri) && !plain(from.uri) ? 'weaker' : 'unknown';
  return [{
    direction,
    layer: 'routes',
    property: after.integration.property,
    before: from,
    after: to,
    words: from.insecureTls !== to.insecureTls ? `the certificate of what % goes to is ${to.insecureTls ? 'no longer' : 'now'} verified`
      : means([from.type, from.uri ?? null], [to.type, to.uri ?? null])
        ? `% is now served ${asWhom(to)}; before, ${asWhom(from)}`
        : `% now goes to ${to.type} ${shown(to.uri)}${hasUnknown(to.uri) ? ' (not known)' : ''}${account === undefined ? '' : `, of the account ${account}`}; before, to ${from.type} ${shown(from.uri)}`,
  }];
}

/** With whose rights, and by which link. */
function asWhom({ credentials, connectionId }: { readonly credentials: Json | undefined; readonly connectionId: Json | undefined }): string {
  return [credentials === undefined ? 'with the rights that its target gives to API Gateway' : String(credentials).startsWith('arn:aws:iam::*:user/') ? 'with the rights of its caller' : `with the rights of ${shown(credentials)}`,
    ...connectionId === undefined ? [] : [`by ${shown(connectionId)}`]].join(' ');
}
