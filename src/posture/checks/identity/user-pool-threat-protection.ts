import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import { readText } from '../../model/reading';
import { userPoolsOf } from '../../model/user-pools';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const userPoolThreatProtection: Check = {
  id: 'user-pool-threat-protection',
  title: 'Threat protection of a user pool is enforced',
  severity: 'error',
  layer: 'identity',
  why: 'Without it passwords that are known to be leaked work, and sign-ins from new places and devices look like any other.',
  fix: 'Set UserPoolAddOns.AdvancedSecurityMode to ENFORCED and UserPoolTier to PLUS. It has a price per user: where it is not worth that, acknowledge the check with the reason.',
  owasp: ['API2:2023'],
  securityHub: ['Cognito.1'],
  * judge(posture) {
    for (const { resource, clients, signUp, hasPasswords } of posture.derive(userPoolsOf)) {
      if (hasPasswords.kind === 'known' && !hasPasswords.value) {
        continue; // it does not look at sign-ins at an identity provider
      }
      const mode = readText(resource, 'UserPoolAddOns.AdvancedSecurityMode');
      const tier = readText(resource, 'UserPoolTier');
      const property = 'UserPoolAddOns.AdvancedSecurityMode';
      if (mode.kind === 'unknown' || hasPasswords.kind === 'unknown') {
        yield unsure(resource, property, mode.kind === 'unknown' ? mode.why : `whether people sign in with passwords of the pool (${hasPasswords.kind === 'unknown' ? hasPasswords.why : ''})`);
      } else if (mode.kind === 'absent' || mode.value.toUpperCase() !== 'ENFORCED') {
        yield fail(resource, property, mode.kind === 'absent' ? 'threat protection is left out, so that AWS takes OFF'
          : `threat protection is ${readable(mode.value)}, and stops nobody`,
        // Nobody can sign in yet: a pool that waits for its first client.
        clients.length === 0 && signUp.kind === 'known' && !signUp.value ? 'warning' : undefined);
      } else {
        // Pools from before there were plans keep it without one.
        yield tier.kind === 'unknown' ? unsure(resource, 'UserPoolTier', tier.why) : tier.kind === 'known' && tier.value.toUpperCase() !== 'PLUS' ? fail(resource, 'UserPoolTier', `the plan is ${readable(tier.value)}, which has no threat protection`)
          : pass(resource, property);
        yield* posture.referrers(resource, 'AWS::Cognito::UserPoolRiskConfigurationAttachment').flatMap(judgeRisks);
      }
    }
  },
};

/** What happens at a risk: threat protection that finds it, and does nothing, is a log. */
function judgeRisks(resource: Resource): Judgement[] {
  const actions = ['AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction', 'CompromisedCredentialsRiskConfiguration.Actions.EventAction'];
  return actions.map((property) => {
    const action = readText(resource, property);
    return action.kind === 'unknown' ? unsure(resource, property, action.why)
      : action.kind === 'known' && action.value.toUpperCase() === 'NO_ACTION' ? fail(resource, property, `${property.startsWith('Account')
        ? 'a sign-in of high risk' : 'a password that is known to be leaked'} has no consequence`) : pass(resource, property);
  });
}
