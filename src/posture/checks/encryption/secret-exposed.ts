import { secretPlaces } from '../../model/secret-places';
import { type Check, fail, pass, unsure } from '../check';

export const secretExposed: Check = {
  id: 'secret-exposed',
  title: 'A secret that CloudFormation hands on goes to where secrets are kept',
  severity: 'error',
  layer: 'encryption',
  why: 'Parameters, variables, outputs and exports are read by everybody who may look at them, and no key is asked: whoever reads the secret of a client can act as that client.',
  fix: 'Hand it to an AWS::SecretsManager::Secret (SecretString), and give readers the ARN of that.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture) {
    for (const { resource, property, output, secret, isWhole, isKept } of posture.derive(secretPlaces)) {
      yield isKept ? pass(resource, property)
        : isWhole ? fail(resource, property, output === undefined ? `holds ${secret}` : `${secret} is the output ${output} of the stack`)
          : unsure(resource, property, `whether ${output === undefined ? 'the value' : `the output ${output}`}, made of ${secret}, gives it away`);
    }
  },
};
