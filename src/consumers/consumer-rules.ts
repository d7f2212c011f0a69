import { Token } from 'aws-cdk-lib';
import type { ConsumerOptions, ConsumerQuota, ConsumerThrottle } from './consumer-options';
import type { Problem } from './problem';
import { REFERENCE } from './reference';
import { clientScopesProblem } from '../identity/client-scopes';
import { parseCidr } from '../values/cidr';
import { parseDay } from '../values/day';
import { checkEndpointId } from '../values/endpoint-id';
import type { ErrorId } from '../values/error-ids';
import { RuleError, shown } from '../values/rule-error';
import { parseScope } from '../values/scope';

/** How consumers and tiers are named: the name goes into construct ids and into the client's name. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

// What a 32-bit integer holds: https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
const LARGEST = 2_147_483_647;

type Path = readonly (string | number)[];

/** What is wrong with a consumer as a whole. */
export function consumerProblems(name: string, options: ConsumerOptions): Problem[] {
  const nowhere = !options.addresses?.length && !options.vpcEndpoints?.length;
  return [
    ...NAME.test(name) ? [] : [problem('ConsumerId', [], 'a consumer is named by a letter, then letters, digits, _ and -, at most 64', name)],
    ...fieldProblems(options),
    ...nowhere ? [problem('ConsumerNowhere', [], 'a consumer names where it calls from: addresses, vpcEndpoints or both', name)] : [],
  ];
}

/**
 * What is wrong with the single values of a consumer. Values of another type than declared are passed over: the compiler or the
 * schema has seen them.
 */
export function fieldProblems(options: Partial<ConsumerOptions>): Problem[] {
  const { owner, expires } = options;
  return [
    ...typeof owner === 'string' && owner.trim() === ''
      ? [problem('ConsumerOwner', ['owner'], 'a consumer has an owner who answers for it', owner)] : [],
    ...typeof owner === 'string' && (Token.isUnresolved(owner) || REFERENCE.test(owner))
      ? [{ id: 'ConsumerOwner' as const, path: ['owner'], message: 'an owner is known at synth, received: a reference (a token)' }] : [],
    ...each('scopes', options.scopes, (scope) => broken(() => parseScope(scope))),
    ...clientProblems(options.scopes),
    ...each('addresses', options.addresses, (range) => broken(() => parseCidr(range))),
    ...endpointProblems('vpcEndpoints', options.vpcEndpoints),
    ...typeof expires === 'string' && parseDay(expires) === undefined
      ? [problem('ConsumerEndDate', ['expires'],
        'a consumer ends on an ISO date (YYYY-MM-DD), since a duration from now would never come', expires)] : [],
    ...limitProblems(options.throttle, options.quota),
  ];
}

/** What is wrong with the scopes together: a consumer without any has no client. */
function clientProblems(scopes: readonly string[] | undefined): Problem[] {
  const error = Array.isArray(scopes) && scopes.length > 0 ? clientScopesProblem(scopes) : undefined;
  return error ? [{ id: error.id, path: ['scopes'], message: error.message }] : [];
}

/** What is wrong with the endpoint ids of a field. */
export function endpointProblems(field: string, ids?: readonly string[]): Problem[] {
  return each(field, ids, (id) => (Token.isUnresolved(id) ? undefined : broken(() => checkEndpointId(id))));
}

/** What is wrong with limits. */
export function limitProblems(throttle?: Partial<ConsumerThrottle>, quota?: Partial<ConsumerQuota>): Problem[] {
  const check = (path: Path, rule: string, value: unknown, holds: (number: number) => boolean) => (
    typeof value !== 'number' || holds(value) ? [] : [problem('ConsumerLimit', path, rule, value)]
  );
  const whole = (value: number) => Number.isInteger(value) && value >= 1 && value <= LARGEST;
  return [
    ...check(['throttle', 'rateLimit'], 'a rate limit is a number of requests a second above 0',
      throttle?.rateLimit, (value) => Number.isFinite(value) && value > 0),
    ...check(['throttle', 'burstLimit'], 'a burst limit is a whole number from 1', throttle?.burstLimit, whole),
    ...check(['quota', 'limit'], 'a quota is a whole number from 1 (a consumer without access is not enabled)', quota?.limit, whole),
  ];
}

function each(field: string, values: readonly string[] | undefined, check: (value: string) => RuleError | undefined): Problem[] {
  return (Array.isArray(values) ? values : []).flatMap((value, at) => {
    const error = typeof value === 'string' ? check(value) : undefined;
    return error ? [{ id: error.id, path: [field, at], message: error.message }] : [];
  });
}

function broken(read: () => unknown): RuleError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof RuleError) {
      return error;
    }
    throw error;
  }
}

function problem(id: ErrorId, path: Path, rule: string, value: unknown): Problem {
  return { id, path, message: `${rule}, received: ${typeof value === 'number' ? value : shown(value)}` };
}
