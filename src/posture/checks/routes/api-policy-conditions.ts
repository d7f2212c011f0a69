import { type Json, isObject, member, oneOrMany } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import { isMeantPrivate } from '../../model/meant-private';
import type { Condition, Policy } from '../../policy/policy';
import { isPattern } from '../../policy/wildcard';
import { type Check, type Judgement, type Severity, fail, pass } from '../check';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const ANY_CALL = ['aws:currenttime', 'aws:epochtime', 'aws:referer', 'aws:securetransport', 'aws:sourcearn', 'aws:sourceip', 'aws:useragent', 'aws:sourcevpc',
  'aws:sourcevpce', 'aws:vpcsourceip'];
const SIGNED_CALL = /^aws:(principal(account|arn|orgid|orgpaths|type|tag\/.*)|userid|username|tokenissuetime|multifactorauth(age|present))$/;
const OPERATORS = /^(string(not)?(equals|equalsignorecase|like)|numeric(not)?equals|numeric(less|greater)than(equals)?|date(not)?equals|date(less|greater)than(equals)?|bool|binaryequals|(not)?ipaddress|arn(not)?(equals|like)|null)$/;

const TIMES = ['aws:currenttime', 'aws:epochtime'];
const NETWORKS = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip'];

export const apiPolicyConditions: Check = {
  id: 'api-policy-conditions',
  title: 'Every statement of a resource policy does what it says',
  severity: 'error',
  layer: 'routes',
  why: 'A condition that never holds, or always does, reads like a rule and is none: the policy lets in or shuts out others than its author meant.',
  fix: 'Use keys that the calls of this API carry (aws:SourceVpce, aws:SourceVpc, aws:VpcSourceIp), wildcards only with StringLike, and the effects Allow and Deny.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      if (api.policy.kind === 'known' && isMeantPrivate(posture, api)) {
        yield* judgePolicy(api, api.policy.value);
      }
    }
  },
};

function* judgePolicy(api: Api, { statements }: Policy): Iterable<Judgement> {
  for (const { index, effect, conditions } of statements) {
    const at = `${api.policyProperty}.Statement[${index}]`;
    const written = writtenStatement(api, index);
    if (effect === 'unknown' && isObject(written) && !hasUnknown(written.Effect)) {
      yield fail(api.resource, `${at}.Effect`, `the effect of the statement is ${readable(written.Effect ?? 'left out')}: it is neither Allow nor Deny`);
    }
    const wrong = conditions.map((condition) => wrongWith(api, condition)).find((found) => found !== undefined) ?? (effect === 'Deny' ? ending(conditions) : undefined);
    yield wrong === undefined ? pass(api.resource, at) : fail(api.resource, `${at}.Condition`, wrong.message, wrong.severity);
  }
}

/** A Deny that keeps strangers out for a time. One of all calls from a day on ends an API, and is meant. */
function ending(conditions: readonly Condition[]): { readonly message: string; readonly severity?: Severity } | undefined {
  const time = conditions.find(({ key, operator }) => TIMES.includes(key) && operator !== 'null');
  if (time === undefined || !conditions.some(({ key }) => NETWORKS.includes(key))) {
    return undefined;
  }
  const when = readable(time.values.join(' or '));
  return /lessthan/.test(time.operator) ? { message: `strangers are kept out only until ${when}` } : { message: `strangers are kept out only at times: ${time.operator} ${when}`, severity: 'warning' };
}

function writtenStatement(api: Api, index: number): Json | undefined {
  const policy = api.policyProperty === 'Policy' ? api.resource.properties.Policy
    : member(api.body.kind === 'known' ? api.body.value : undefined, 'x-amazon-apigateway-policy');
  return oneOrMany(member(policy, 'Statement'))[index];
}

function wrongWith(api: Api, { operator, key, values }: Condition): { readonly message: string; readonly severity?: Severity } | undefined {
  if (hasUnknown(key) || operator === 'unknown') {
    return undefined;
  }
  if (!OPERATORS.test(operator)) {
    return { message: `there is no condition operator ${readable(operator)}` };
  }
  if (SIGNED_CALL.test(key)) {
    const kinds = api.routes.map(({ authorization }) => authorization.kind);
    return kinds.length > 0 && !kinds.includes('iam') && !kinds.includes('unknown')
      ? { message: `${key} is there only in calls that are signed with IAM, and no route takes those` } : undefined;
  }
  if (!ANY_CALL.includes(key)) {
    return { message: `API Gateway knows no condition key ${readable(key)}`, severity: 'warning' };
  }
  if (key === 'aws:sourceip' && api.isPrivate.kind === 'known' && api.isPrivate.value) {
    return { message: 'aws:SourceIp is not the address of the caller where a call comes through a VPC endpoint: aws:VpcSourceIp is', ...namesNetworks(api) ? { severity: 'warning' } : {} };
  }
  const literal = /^string(not)?equals/.test(operator) ? values.find((value) => isPattern(value)) : undefined;
  if (literal !== undefined) {
    return { message: `${readable(literal)} is compared as it stands: only StringLike and StringNotLike know wildcards` };
  }
  const kind = { 'aws:sourcevpce': 'vpce-', 'aws:sourcevpc': 'vpc-' }[key];
  const odd = kind === undefined || operator === 'null' ? undefined : values.find((value) => !/^[‹*?]/.test(value) && !(operator.endsWith('ignorecase') ? value.toLowerCase() : value).startsWith(kind));
  if (odd !== undefined) {
    return { message: `${readable(odd)} is no id that ${key === 'aws:sourcevpce' ? 'a VPC endpoint' : 'a VPC'} has` };
  }
  return ['aws:sourceip', 'aws:vpcsourceip'].includes(key) && !/^(not)?ipaddress$|^null$/.test(operator)
    ? { message: `addresses are compared with IpAddress or NotIpAddress, not with ${operator}`, severity: 'warning' } : undefined;
}

/** Whether something else in the policy says through which endpoints calls may come. */
function namesNetworks({ policy }: Api): boolean {
  return policy.kind === 'known' && policy.value.statements.some(({ conditions }) => conditions.some(({ key }) => key === 'aws:sourcevpce' || key === 'aws:sourcevpc'));
}
