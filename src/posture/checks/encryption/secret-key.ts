import { readText } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

/** The key that AWS makes for Secrets Manager: everybody of the account who may read the secret may use it. */
const OF_AWS = /(^|:)alias\/aws\/secretsmanager$/;

export const secretKey: Check = {
  id: 'secret-key',
  title: 'The secrets of a stack are encrypted with a key of the account, if one of them is',
  severity: 'warning',
  layer: 'encryption',
  why: 'Nobody can narrow the policy of the key that AWS manages: whoever may read the secret may use it. A key of the account has to admit them too, and each use of it is logged.',
  fix: 'Set KmsKeyId to the key that the other secrets have.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture) {
    const secrets = posture.ofType('AWS::SecretsManager::Secret').map((secret) => ({ secret, key: readText(secret, 'KmsKeyId') }));
    // Another stack may be anybody's: what is usual there says nothing here.
    const usual = new Set(secrets.filter(({ key }) => key.kind === 'known' && !OF_AWS.test(key.value)).map(({ secret }) => secret.stack));
    for (const { secret, key } of secrets.filter((one) => usual.has(one.secret.stack))) {
      yield key.kind === 'unknown' ? unsure(secret, 'KmsKeyId', key.why)
        : key.kind === 'absent' ? fail(secret, 'KmsKeyId', 'is left out, while other secrets of the stack have a key of the account')
          : OF_AWS.test(key.value) ? fail(secret, 'KmsKeyId', `is ${key.value}, while other secrets of the stack have a key of the account`) : pass(secret, 'KmsKeyId');
    }
  },
};
