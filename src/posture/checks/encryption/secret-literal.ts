import type { Resource } from '../../assembly/app';
import { hasUnknown, unknownsIn } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { readFrom } from '../../model/reading';
import { isSecretName, isWrittenOut, writtenDefault } from '../../model/secret-literal';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** Properties that hold a secret, by the type of their resource. */
const SECRETS: readonly (readonly [type: string, property: string])[] = [
  ['AWS::SecretsManager::Secret', 'SecretString'],
  ['AWS::Cognito::UserPoolIdentityProvider', 'ProviderDetails.client_secret'],
  ['AWS::RDS::DBInstance', 'MasterUserPassword'],
  ['AWS::RDS::DBCluster', 'MasterUserPassword'],
  ['AWS::DocDB::DBCluster', 'MasterUserPassword'],
  ['AWS::Redshift::Cluster', 'MasterUserPassword'],
  ['AWS::ElastiCache::ReplicationGroup', 'AuthToken'],
  ['AWS::IAM::User', 'LoginProfile.Password'],
];

export const secretLiteral: Check = {
  id: 'secret-literal',
  title: 'No secret stands in a template',
  severity: 'error',
  layer: 'encryption',
  why: 'Templates lie in repositories, in buckets and in the console: whoever reads one has the secret, and its history keeps it.',
  fix: 'Let Secrets Manager make it (GenerateSecretString), and hand it over with a dynamic reference.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture: Posture) {
    for (const [type, property] of SECRETS) {
      for (const resource of posture.ofType(type)) {
        yield judgeSecret(resource, property);
      }
    }
    for (const parameter of posture.ofType('AWS::SSM::Parameter').filter(({ properties }) => isSecretName(String(properties.Name).split('/').at(-1)!))) {
      yield judgeSecret(parameter, 'Value');
    }
  },
};

function judgeSecret(resource: Resource, property: string): Judgement {
  const reading = readFrom(resource.properties, property);
  if (reading.kind === 'absent') {
    return pass(resource, property);
  }
  const unknowns = reading.kind === 'known' ? unknownsIn(reading.value) : [reading.why];
  if (unknowns.some(writtenDefault)) {
    return fail(resource, property, 'the secret is a parameter whose default is written out');
  }
  // A parameter without a default, and a dynamic reference, come from elsewhere at deploy.
  return unknowns.some((why) => /^(dynamic reference|parameter )/.test(why)) ? pass(resource, property)
    : reading.kind !== 'known' || hasUnknown(reading.value) ? unsure(resource, property, unknowns.join(', '))
      : isWrittenOut(reading.value) ? fail(resource, property, 'the secret is written out') : pass(resource, property);
}
