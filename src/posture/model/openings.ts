import { STRANGER } from './admission';
import { table } from '../assembly/json';
import { colonFields, hasUnknown } from '../assembly/symbols';
import { evaluatePolicy, type PolicyRequest, type PolicyVerdict } from '../policy/evaluate';
import { type Condition, type Policy, type Principal, type Statement, accountOf } from '../policy/policy';
import { matches } from '../policy/wildcard';

/** An account that no policy names. */
export const STRANGE_ACCOUNT = '701362945868'; // of no example that people copy
const STRANGE_ORGANIZATION = 'o-stranger999';

/** What callers choose for themselves: a condition on it keeps nobody out. */
const CHOSEN_BY_CALLER = /^(kms:(viaservice|encryptioncontext:.*|encryptioncontextkeys|grantisforawsresource|grantoperations)|aws:(principaltag\/.*|requesttag\/.*|tagkeys|useragent|referer|viaawsservice|calledvia.*|multifactorauthpresent|requestedregion|securetransport))$/;

const WHO = table<string | undefined>({
  'aws:principalaccount': STRANGE_ACCOUNT,
  'aws:principalorgid': STRANGE_ORGANIZATION,
  'aws:principalorgpaths': `${STRANGE_ORGANIZATION}/r-9999/ou-9999-99999999/`,
  'aws:principalarn': `arn:aws:iam::${STRANGE_ACCOUNT}:role/stranger`,
  'aws:principaltype': 'AssumedRole',
  'aws:principalisawsservice': 'false',
  'aws:userid': 'AROASTRANGER:stranger',
  'kms:calleraccount': STRANGE_ACCOUNT,
  'sts:externalid': 'stranger',
  'aws:currenttime': undefined,
  'aws:epochtime': undefined,
});

/** From where a stranger calls: over the internet, or through an endpoint of their own. */
const ORIGINS: readonly Readonly<Record<string, string | undefined>>[] = [
  { 'aws:sourceip': STRANGER.address },
  { 'aws:sourcevpce': STRANGER.endpoint, 'aws:sourcevpc': STRANGER.vpc, 'aws:vpcsourceip': STRANGER.address, 'aws:sourceip': undefined },
];

const SERVICE_OF_STRANGER = table<string | undefined>({
  'aws:sourceaccount': STRANGE_ACCOUNT,
  'aws:sourcearn': `arn:aws:service:region:${STRANGE_ACCOUNT}:resource`,
  'aws:sourceowner': STRANGE_ACCOUNT,
  'aws:sourceorgid': STRANGE_ORGANIZATION,
  'aws:sourceorgpaths': `${STRANGE_ORGANIZATION}/r-9999/ou-9999-99999999/`,
  'aws:principalisawsservice': 'true',
  'aws:currenttime': undefined,
  'aws:epochtime': undefined,
});

/** A statement that lets in whom nobody named, or may. */
export interface Opening {
  readonly statement: Statement;
  readonly verdict: Extract<PolicyVerdict, 'allowed' | 'unknown'>;
  /** What they may do, as the policy spells it. */
  readonly actions: readonly string[];
}

/** The statements of a resource's policy by which a principal of an account that it does not name may do something. */
export function openToStrangers(policy: Policy): Opening[] {
  const principal: Principal = { type: 'AWS', value: `arn:aws:iam::${STRANGE_ACCOUNT}:role/stranger` };
  return openings(policy, ORIGINS.map((origin) => ({ principal, context: { ...WHO, ...origin } })), isChosen);
}

/**
 * The statements by which a service of AWS may act for a resource of an account that the policy does not name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function openToServicesOfStrangers(
  policy: Policy, isService: (name: string) => boolean, actions: (statement: Statement) => readonly string[] = actionsOf,
): (Opening & { readonly service: string })[] {
  const services = [...new Set(policy.statements.flatMap(({ principals }) => principals ?? []).filter(({ type, value }) => type === 'Service' && isService(value)).map(({ value }) => value))];
  return services.flatMap((service) => {
    const named = { statements: policy.statements.filter(({ effect, principals, notPrincipals }) => effect !== 'Allow' || !notPrincipals && principals?.some(({ type, value }) => type === 'Service' && value === service)) };
    return openings(named, [{ principal: { type: 'Service', value: service }, context: { ...SERVICE_OF_STRANGER, 'kms:calleraccount': undefined } }],
      ({ key }) => CHOSEN_BY_CALLER.test(key) && !key.startsWith('kms:encryptioncontext:'), actions).map((opening) => ({ ...opening, service }));
  });
}

/** What a service tells of the resource of strangers that it acts for: one that a condition takes, where there is one. */
function theirSources({ conditions }: Statement): PolicyRequest['context'] {
  return Object.fromEntries(conditions.filter(({ key }) => key === 'aws:sourcearn' || key.startsWith('kms:encryptioncontext:'))
    .map((condition) => [condition.key, theirArn(condition)]));
}

/** The ARN of a resource of strangers that a condition on a source takes, where there is one. */
function theirArn({ operator, values }: Condition): string {
  const taken = /not/.test(operator) ? undefined : values.map((value) => ({ value, arn: inTheirAccount(value) })).find(({ value, arn }) => matches(value, arn) === true);
  return taken?.arn ?? SERVICE_OF_STRANGER['aws:sourcearn']!;
}

/** An ARN as a pattern wants it, in another account. A bucket's has none: a pattern of buckets takes those of everybody. */
function inTheirAccount(pattern: string): string {
  const [arn, partition = 'aws', service = 'service', region = 'region', account, ...rest] = colonFields(pattern);
  const resource = rest.length === 0 ? 'resource' : rest.join(':');
  const owner = account === '' && /[*?]/.test(resource) ? '' : STRANGE_ACCOUNT;
  return [arn!, partition, service, region, owner, resource].map((field) => field.replace(/[*?]/g, 'x')).join(':');
}

function isChosen({ key }: Condition): boolean {
  return CHOSEN_BY_CALLER.test(key);
}

export interface Caller {
  readonly principal: PolicyRequest['principal'];
  readonly context: PolicyRequest['context'];
}

/** @param chosen whether callers choose what a condition asks for */
export function openings(
  policy: Policy, callers: readonly Caller[], chosen: (condition: Condition) => boolean,
  actionsFor: (statement: Statement) => readonly string[] = actionsOf,
): Opening[] {
  const denies = policy.statements.filter(({ effect }) => effect === 'Deny').flatMap((statement) => asCallersSeeIt(statement, chosen) ?? []);
  return policy.statements.filter(({ effect }) => effect !== 'Deny').flatMap((statement): Opening[] => {
    const seen = asCallersSeeIt(statement, chosen);
    const sources = theirSources(statement);
    const verdicts = !seen ? [] : actionsFor(statement).flatMap((action) => callers.map(({ principal, context }) =>
      evaluatePolicy({ statements: [seen, ...denies] }, { principal, action, isMeant: () => true, context: { ...context, ...sources } })));
    const verdict = verdicts.find((one) => one === 'allowed') ?? verdicts.find((one) => one === 'unknown');
    const actions = statement.notActions ? [`all but ${statement.actions.join(', ')}`] : statement.actions;
    return verdict === 'allowed' || verdict === 'unknown' ? [{ statement, verdict, actions }] : [];
  });
}

/**
 * A statement without what a caller decides: conditions that they can meet, or avoid. A Deny of which they avoid a condition is none;
 * one that spares some resources is taken to spare this one.
 */
function asCallersSeeIt(statement: Statement, chosen: (condition: Condition) => boolean): Statement | undefined {
  const own = statement.conditions.filter((condition) => !chosen(condition));
  if (statement.effect === 'Deny' && (own.length < statement.conditions.length || statement.notResources)) {
    return undefined;
  }
  return { ...statement, conditions: own, notResources: false, principals: statement.principals?.map(widened) };
}

/** A principal with a wildcard in its account is everybody: `arn:aws:iam::*:root`. */
function widened(principal: Principal): Principal {
  const account = accountOf(principal.value) ?? principal.value;
  return principal.type === 'AWS' && /[*?]/.test(account) && !hasUnknown(account) ? { type: 'AWS', value: '*' } : principal;
}

/** Actions that the statement speaks of, one for each of its patterns. */
function actionsOf({ actions, notActions }: Statement): string[] {
  return notActions ? ['service:AnythingElse'] : [...new Set(actions.map((action) => (action === '*' ? 'service:Anything' : action.replace(/[*?]/g, 'X'))))];
}
