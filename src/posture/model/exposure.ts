import { type Caller, STRANGE_ACCOUNT, openToServicesOfStrangers, openings } from './openings';
import { type PolicyVerdict, evaluatePolicy } from '../policy/evaluate';
import type { Policy } from '../policy/policy';

const ROLE = `arn:aws:iam::${STRANGE_ACCOUNT}:role/stranger`;

/** What is known of a call of strangers, whether they make it themselves or have a service make it. */
const CONTEXT: Caller['context'] = {
  'aws:securetransport': 'true',
  'aws:sourceaccount': STRANGE_ACCOUNT,
  'aws:sourceowner': STRANGE_ACCOUNT,
  'aws:sourcearn': `arn:aws:any:region:${STRANGE_ACCOUNT}:any`,
  'aws:principalaccount': STRANGE_ACCOUNT,
  'aws:principalarn': ROLE,
  'aws:principalorgid': 'o-stranger',
  'aws:principalorgpaths': 'o-stranger/r-stranger/',
  'aws:sourceorgid': 'o-stranger',
  'aws:resourceaccount': undefined,
  'aws:currenttime': undefined,
  'aws:sourceip': '198.51.100.77/32',
  'aws:useragent': undefined,
  'aws:referer': undefined,
};

/** What a policy says of a call by a principal of another account, or by nobody. */
export function ofStranger(policy: Policy, action: string): Exclude<PolicyVerdict, 'denied'> {
  const callers = ['anonymous' as const, { type: 'AWS' as const, value: STRANGE_ACCOUNT }, { type: 'AWS' as const, value: ROLE }];
  const found = openings(policy, callers.map((principal) => ({ principal, context: CONTEXT })), () => false, () => [action]);
  const verdicts = found.map(({ verdict }) => verdict);
  return verdicts.includes('allowed') ? 'allowed' : verdicts.includes('unknown') ? 'unknown' : 'silent';
}

/** The services that a policy lets act for strangers: their calls carry a source that no condition looks at. */
export function deputies(policy: Policy, action: string): string[] {
  return openToServicesOfStrangers(policy, () => true, () => [action]).filter(({ verdict }) => verdict === 'allowed').map(({ service }) => service);
}

/** What a policy says of a call of a service for this account. Its account and ARN are what the conditions may want. */
export function ofService(policy: Policy, service: string, action: string): PolicyVerdict {
  return evaluatePolicy(policy, {
    principal: { type: 'Service', value: service },
    action,
    isMeant: () => true,
    context: {
      'aws:securetransport': 'true',
      'aws:sourceaccount': undefined,
      'aws:sourcearn': undefined,
      'aws:sourceowner': undefined,
      'aws:sourceorgid': undefined,
      'aws:principalservicename': service,
      'aws:principalisawsservice': 'true',
      'kms:viaservice': undefined,
      'kms:calleraccount': undefined,
      // A topic names itself to its key: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
      'kms:encryptioncontext:aws:sns:topicarn': undefined,
      'kms:encryptioncontextkeys': undefined,
    },
  });
}

/** Whether a policy refuses a call of the own account that comes without TLS. */
export function refusesPlaintext(policy: Policy, action: string): PolicyVerdict {
  const value = 'arn:aws:iam::111111111111:role/own';
  return evaluatePolicy(policy, {
    principal: { type: 'AWS', value },
    action,
    isMeant: () => true,
    context: { 'aws:securetransport': 'false', 'aws:principalarn': value, 'aws:principalaccount': undefined, 'aws:sourceaccount': undefined, 'aws:sourceowner': undefined },
  });
}
