import type { Posture } from '../../model/posture';
import { readText } from '../../model/reading';
import { isForAction, readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

const COGNITO = 'cognito-idp.amazonaws.com';

export const userPoolKey: Check = {
  id: 'user-pool-key',
  title: 'User pools are encrypted with a key of the account, if there is one for them',
  severity: 'warning',
  layer: 'encryption',
  why: 'The key is there, and its policy lets Cognito use it: a pool without it keeps people and clients under a key of AWS that nobody can take away.',
  fix: 'Set KeyConfiguration to KeyType CUSTOMER_MANAGED_KEY and the ARN of the key.',
  owasp: ['API8:2023'],
  * judge(posture) {
    const pools = posture.ofType('AWS::Cognito::UserPool').map((pool) => ({ pool, key: readText(pool, 'KeyConfiguration.KmsKeyArn') }));
    const isMeant = pools.some(({ key }) => key.kind === 'known') || isKeyForCognito(posture);
    for (const { pool, key } of isMeant ? pools : []) {
      yield key.kind === 'unknown' ? unsure(pool, 'KeyConfiguration', key.why)
        : key.kind === 'known' ? pass(pool, 'KeyConfiguration') : fail(pool, 'KeyConfiguration', 'is left out, while there is a key of the account for user pools');
    }
  },
};

/** Whether the policy of a key of the app lets Cognito encrypt with it. */
function isKeyForCognito(posture: Posture): boolean {
  return posture.ofType('AWS::KMS::Key', 'AWS::KMS::ReplicaKey').some((key) => {
    const policy = readPolicy(key.properties.KeyPolicy);
    return policy.kind === 'known' && policy.value.statements.some((statement) => statement.effect === 'Allow' && !statement.notActions
      && statement.principals?.some(({ type, value }) => type === 'Service' && value === COGNITO) && isForAction(statement, 'kms:decrypt'));
  });
}
