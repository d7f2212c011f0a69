import { STRANGE_ACCOUNT } from './openings';
import { table } from '../assembly/json';
import { colonFields, hasUnknown, splitOutside } from '../assembly/symbols';
import { evaluatePolicy, type PolicyVerdict } from '../policy/evaluate';
import type { Policy } from '../policy/policy';
import { type Answer, isPattern, matches } from '../policy/wildcard';

const PARTITIONS = ['aws', '‹AWS::Partition›'];

/** What the account of somebody else looks like in a policy's conditions. */
const THEIRS = table<string | undefined>({
  'aws:resourceaccount': STRANGE_ACCOUNT,
  'aws:resourceorgid': 'o-stranger999',
  'aws:resourceorgpaths': 'o-stranger999/r-9999/ou-9999-99999999/',
  'aws:securetransport': 'true',
  // A call comes through this endpoint; by which address nobody can say.
  'aws:sourcevpce': undefined,
  'aws:sourcevpc': undefined,
  'aws:vpcsourceip': undefined,
  'aws:sourceip': undefined,
  'aws:currenttime': undefined,
  'aws:epochtime': undefined,
  'aws:useragent': undefined,
  'aws:referer': undefined,
});

const THEIR_IDENTITY = table<string | undefined>({
  'aws:principalaccount': STRANGE_ACCOUNT,
  'aws:principalorgid': 'o-stranger999',
  'aws:principalorgpaths': 'o-stranger999/r-9999/ou-9999-99999999/',
  'aws:principalarn': `arn:aws:iam::${STRANGE_ACCOUNT}:role/stranger`,
  'aws:principaltype': 'AssumedRole',
  'aws:principalisawsservice': 'false',
});

/** What an endpoint's policy says of a resource of another account, for callers without an identity or with one of that account. */
export function reachesStrangers(policy: Policy, service: string, action: string): PolicyVerdict {
  const isMeant = (resource: string) => isTheirs(service, resource);
  const verdicts = [
    evaluatePolicy(policy, { principal: 'anonymous', action, isMeant, context: THEIRS }),
    evaluatePolicy(policy, { principal: { type: 'AWS', value: THEIR_IDENTITY['aws:principalarn']! }, action, isMeant, context: { ...THEIRS, ...THEIR_IDENTITY } }),
  ];
  return verdicts.find((verdict) => verdict === 'allowed') ?? verdicts.find((verdict) => verdict === 'unknown') ?? verdicts[0]!;
}

/** The actions that a policy allows, one for each pattern, as a caller would ask for them. */
export function actionsToTry(policy: Policy, service: string): string[] {
  const allowed = policy.statements.filter(({ effect }) => effect !== 'Deny');
  return [...new Set(allowed.flatMap(({ actions, notActions }) => (notActions ? [`${service}:AnythingElse`]
    : actions.map((action) => (action === '*' ? `${service}:Anything` : action.replace(/[*?]/g, 'X'))))))];
}

/** Whether a resource of a statement may be one of another account: partition and Region are those of the endpoint, whatever they are. */
function isTheirs(service: string, resource: string): Answer {
  if (resource === '*') {
    return true;
  }
  const fields = colonFields(resource);
  const [arn, partition = '', name = '', region = '', account = '', ...rest] = fields;
  if (fields.length < 6) {
    const whole = `arn:aws:${service}:region:${STRANGE_ACCOUNT}:theirs/x`;
    return PARTITIONS.some((one) => matches(resource, whole.replace('aws', one)) === true) ? true : matches(resource, whole);
  }
  if (service === 's3' && region === '' && account === '') {
    // A bucket's ARN says nothing of its account: only one that names no bucket may be anybody's.
    return matches(`${name}:${rest.join(':')}`, 's3:theirs/key') === true || matches(`${name}:${rest.join(':')}`, 's3:theirs') === true;
  }
  const answers = [
    matches(arn!, 'arn'), /^(aws[a-z-]*|\*|‹AWS::Partition›)$/.test(partition), matches(name, service), matches(account, STRANGE_ACCOUNT), isForAnybody(service, rest.join(':')),
  ];
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

/** Whether the last part of an ARN may name a thing of another account: an API has an id that nobody else can have, names may be the same. */
function isForAnybody(service: string, name: string): Answer {
  const own = service === 'execute-api' ? splitOutside(name, '/')[0]! : name;
  return isPattern(own) ? true : hasUnknown(own) || service !== 'execute-api' ? undefined : false;
}
