import { type PolicyVerdict, evaluatePolicy } from '../policy/evaluate';
import type { Policy, Principal } from '../policy/policy';

/** An account that no policy names. */
const STRANGER = '999988887777';

const CONTEXT = {
  'aws:securetransport': 'true',
  'aws:sourceaccount': STRANGER,
  'aws:sourceowner': STRANGER,
  'aws:principalaccount': STRANGER,
  'aws:principalarn': `arn:aws:iam::${STRANGER}:role/stranger`,
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
export function ofStranger(policy: Policy, action: string): PolicyVerdict {
  const callers: ('anonymous' | Principal)[] = ['anonymous', { type: 'AWS', value: STRANGER }, { type: 'AWS', value: CONTEXT['aws:principalarn'] }];
  return worst(callers.map((principal) => evaluatePolicy(policy, {
    // The resource policy of a thing speaks of that thing, whatever it names.
    principal, action, isMeant: () => true, context: { ...CONTEXT, 'aws:sourcearn': `arn:aws:any:region:${STRANGER}:any` },
  })));
}

/** The services that a policy lets act for strangers: their calls carry a source that no condition looks at. */
export function deputies(policy: Policy, action: string): string[] {
  const services = new Set(policy.statements.flatMap(({ effect, principals }) => (effect === 'Allow' ? principals ?? [] : []))
    .flatMap(({ type, value }) => (type === 'Service' ? [value] : [])));
  return [...services].filter((value) => evaluatePolicy(policy, {
    principal: { type: 'Service', value }, action, isMeant: () => true, context: { ...CONTEXT, 'aws:sourcearn': `arn:aws:any:region:${STRANGER}:any` },
  }) === 'allowed');
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
      ...encryptionContext(policy),
      'kms:encryptioncontextkeys': undefined,
    },
  });
}

/** A service hands over what it encrypts for: whichever context a policy asks for may be it. */
function encryptionContext({ statements }: Policy): Record<string, undefined> {
  const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)).filter((key) => key.startsWith('kms:encryptioncontext:'));
  return Object.fromEntries(keys.map((key) => [key, undefined]));
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

function worst(verdicts: readonly PolicyVerdict[]): PolicyVerdict {
  return (['allowed', 'unknown', 'denied'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'silent';
}
