import { Token } from 'aws-cdk-lib';
import type { ConsumerOptions, ConsumerQuota, ConsumerThrottle } from './consumer-options';
import { parseDay } from './end-date';
import type { Problem } from './problem';
import { parseCidr } from '../values/cidr';
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
    ...each('scopes', options.scopes, (scope) => broken(() => parseScope(scope))),
    ...each('addresses', options.addresses, (range) => broken(() => parseCidr(range))),
    ...endpointProblems(options.vpcEndpoints),
    ...typeof expires === 'string' && parseDay(expires) === undefined
      ? [problem('ConsumerEndDate', ['expires'],
        'a consumer ends on an ISO date (YYYY-MM-DD), since a duration from now would never come', expires)] : [],
    ...limitProblems(options.throttle, options.quota),
  ];
}

/** What is wrong with endpoint ids. */
export function endpointProblems(ids?: readonly string[]): Problem[] {
  return each('vpcEndpoints', ids, (id) => (Token.isUnresolved(id) || /^vpce-[0-9a-f]{8,17}$/.test(id) ? undefined
    : new RuleError('EndpointIdMalformed', `an endpoint id is written vpce- and 8 to 17 hexadecimal digits, received: ${shown(id)}`)));
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
