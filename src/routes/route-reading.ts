import type { Duration } from 'aws-cdk-lib';
import type { BodyOperation, BodyParameter } from './openapi-body';
import type { DocumentOperation } from './openapi-operation';
import { RouteApiKey, RouteAuthorization } from './route-authorization';
import type { RouteOptions, RoutesOptions, RouteTarget, RouteThrottle } from './route-options';
import { parseRoute } from '../values/route';
import { RuleError, shown } from '../values/rule-error';
import { parseScope } from '../values/scope';

/** A route that was read: what the caller said, checked, before it has an integration. */
export interface RouteReading {
  readonly operation: Omit<BodyOperation, 'integration'>;
  readonly target: RouteTarget;
  readonly authorization: RouteAuthorization;
  readonly apiKey: RouteApiKey;
  readonly timeoutMillis?: number;
}

// What a 32-bit integer holds: https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html
const LARGEST_BURST = 2_147_483_647;
const PARAMETER_NAME = /^[A-Za-z0-9._$-]+$/;

/** Reads what `addRoute` got. Every error names the route. */
export function readRoute(text: string, options: RouteOptions): RouteReading {
  const key = parseRoute(text);
  const authorization = authorizationOf(key.text, options);
  const model = options.request;
  return reading(key.text, options, authorization, {
    key,
    scopes: distinct(authorization.requiredScopes),
    parameters: [
      ...required(key.text, 'query', options.requiredQueryParameters),
      ...required(key.text, 'header', options.requiredHeaders),
    ],
    ...model && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${model.modelName}` } } },
      },
    },
  });
}

/** Reads one operation of an OpenAPI document. Every error names the route and its place in the document. */
export function readOperation(source: DocumentOperation, options: RoutesOptions): RouteReading {
  const key = parseRoute(source.route);
  const place = `${key.text} (${source.pointer})`;
  const openReason = byOperation(source, options.openReasons);
  if (source.scopes.length > 0 && openReason !== undefined) {
    throw new RuleError('RouteAuthorizationTwice', `${place} has scopes in the document, so that it is not open, received: ${shown(openReason)}`);
  }
  if (!source.open && openReason !== undefined) {
    throw new RuleError('RouteAuthorizationTwice',
      `${place} asks for a token in the document, so that it is not open: name its scopes there, or say security: [], received: ${shown(openReason)}`);
  }
  const handler = byOperation(source, options.handlers);
  const target: RouteTarget = handler ? { ...options, handler, backend: undefined } : options;
  const authorization = authorizationOf(place, source.scopes.length > 0
    ? { scopes: source.scopes }
    : { authorization: openReason === undefined ? undefined : RouteAuthorization.open(openReason) });
  return reading(place, target, authorization, {
    key,
    operationId: source.operationId,
    scopes: distinct(authorization.requiredScopes),
    parameters: source.parameters.flatMap(({ name, in: where, required: isRequired }) =>
      where === 'path' ? [] : [{ name, in: where, required: isRequired }]),
    requestBody: source.requestBody && {
      required: source.requestBody.required,
      content: Object.fromEntries(Object.entries(source.requestBody.content).map(([type, schema]) => [type, { schema }])),
    },
  });
}

/** @throws RuleError RouteOperation for a name that no operation of the document has */
export function refuseStrangers(operations: readonly DocumentOperation[], named: Record<string, unknown> | undefined): void {
  for (const name of Object.keys(named ?? {})) {
    if (!operations.some((operation) => name === operation.route || name === operation.operationId)) {
      throw new RuleError('RouteOperation', `the document has this operation by its operationId or its METHOD /path, received: ${shown(name)}`);
    }
  }
}

/** @throws RuleError RouteThrottle */
export function checkThrottle(place: string, throttle: RouteThrottle): void {
  const { rateLimit, burstLimit } = throttle;
  if (!(rateLimit > 0 && Number.isFinite(rateLimit)) || !(Number.isInteger(burstLimit) && burstLimit >= 1 && burstLimit <= LARGEST_BURST)) {
    throw new RuleError('RouteThrottle', `${place}: a throttle has a rate above 0 and a whole burst of 1 to 2,147,483,647, received: ${shown(throttle)}`);
  }
}

/** A function for the handler of a document's operation, or a reason: whatever was said by its id or by its route. */
function byOperation<T>(source: DocumentOperation, named: Record<string, T> = {}): T | undefined {
  const said = (name: string | undefined) => name !== undefined && Object.hasOwn(named, name) ? named[name] : undefined;
  return said(source.route) ?? said(source.operationId);
}

function reading(
  place: string, target: RouteTarget, authorization: RouteAuthorization, operation: Omit<RouteReading['operation'], 'apiKeyRequired'>,
): RouteReading {
  const apiKey = target.apiKey ?? RouteApiKey.required();
  if (apiKey.noneReason !== undefined && !apiKey.noneReason.trim()) {
    throw new RuleError('ReasonMissing', `${place} asks for no API key and says why, received: ${shown(apiKey.noneReason)}`);
  }
  if ((target.handler === undefined) === (target.backend === undefined)) {
    throw new RuleError('RouteTarget', `${place} has a handler or a backend, received: ${target.handler ? 'both' : 'neither'}`);
  }
  if (target.throttle) {
    checkThrottle(place, target.throttle);
  }
  return {
    operation: { ...operation, apiKeyRequired: apiKey.noneReason === undefined },
    target,
    authorization,
    apiKey,
    timeoutMillis: target.timeout && timeoutMillis(place, target.timeout),
  };
}

function authorizationOf(place: string, options: Pick<RouteOptions, 'scope' | 'scopes' | 'authorization'>): RouteAuthorization {
  const said = [
    ...options.scope === undefined ? [] : [RouteAuthorization.scopes(options.scope)],
    ...options.scopes === undefined ? [] : [RouteAuthorization.scopes(...options.scopes)],
    ...options.authorization === undefined ? [] : [options.authorization],
  ];
  const [authorization, ...others] = said;
  if (authorization === undefined) {
    throw new RuleError('RouteAuthorizationMissing',
      `${place} names its scopes, or says RouteAuthorization.open('why'), received: neither`);
  }
  if (others.length > 0) {
    throw new RuleError('RouteAuthorizationTwice', `${place} says once what it asks of a token, received: ${said.length} answers`);
  }
  const { requiredScopes, openReason } = authorization;
  if (openReason !== undefined && !openReason.trim()) {
    throw new RuleError('ReasonMissing', `${place} is open and says why, received: ${shown(openReason)}`);
  }
  if (openReason === undefined && requiredScopes.length === 0) {
    throw new RuleError('RouteAuthorizationMissing', `${place} names at least one scope, received: []`);
  }
  requiredScopes.forEach((scope) => parseScope(scope));
  return authorization;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function required(place: string, where: 'query' | 'header', names: readonly string[] = []): BodyParameter[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const key = where === 'header' ? name.toLowerCase() : name;
    if (seen.has(key)) {
      throw new RuleError('RouteParameterTwice', `${place} names each required parameter once, received twice: ${shown(name)}`);
    }
    seen.add(key);
    if (!PARAMETER_NAME.test(name)) {
      throw new RuleError('RouteParameterName', `${place}: a parameter's name is letters, digits and . _ $ -, received: ${shown(name)}`);
    }
    return { name, in: where, required: true };
  });
}

function timeoutMillis(place: string, timeout: Duration): number {
  const millis = timeout.toMilliseconds({ integral: false });
  if (!Number.isInteger(millis) || millis < 50 || millis > 29_000) {
    throw new RuleError('RouteTimeout', `${place} waits 50 milliseconds to 29 seconds for its answer, received: ${millis} milliseconds`);
  }
  return millis;
}
