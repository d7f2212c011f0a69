import { openToStrangers } from '../../model/openings';
import { few } from '../../model/words';
import { readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

export const keyPolicy: Check = {
  id: 'key-policy',
  title: 'Key policies let in principals that they name, or that are of one\'s own account or organization',
  severity: 'error',
  layer: 'encryption',
  why: 'Whoever may use the key reads what it encrypts. A wildcard, in whichever form, is every account of AWS.',
  fix: 'Name the principals, or limit the wildcard by kms:CallerAccount, aws:PrincipalAccount or aws:PrincipalOrgID. kms:ViaService alone keeps nobody out.',
  owasp: ['API8:2023'],
  securityHub: ['KMS.5'],
  * judge(posture) {
    for (const key of posture.ofType('AWS::KMS::Key', 'AWS::KMS::ReplicaKey')) {
      const policy = readPolicy(key.properties.KeyPolicy ?? key.properties['*']);
      if (policy.kind === 'unknown') {
        yield unsure(key, 'KeyPolicy', policy.why);
        continue;
      }
      // Left out, the key is the account's: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      const openings = policy.kind === 'known' ? openToStrangers(policy.value) : [];
      for (const { statement, verdict, actions } of openings) {
        const property = `KeyPolicy.Statement[${statement.index}]`;
        yield verdict === 'allowed' ? fail(key, property, `principals of every account may ${few(actions)}`)
          : unsure(key, property, `whether principals of other accounts may ${few(actions)}`);
      }
      if (openings.length === 0) {
        yield pass(key, 'KeyPolicy');
      }
    }
  },
};
