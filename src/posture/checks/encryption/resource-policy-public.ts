import type { Json } from '../../assembly/json';
import { openToStrangers } from '../../model/openings';
import { read } from '../../model/reading';
import { few } from '../../model/words';
import { readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

/** Where the policies of resources stand that other checks don't look at. */
const POLICIES: readonly (readonly [type: string, property: string])[] = [
  ['AWS::SQS::QueuePolicy', 'PolicyDocument'],
  ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy'],
  ['AWS::DynamoDB::Table', 'ResourcePolicy.PolicyDocument'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourcePolicy'],
  ['AWS::ECR::Repository', 'RepositoryPolicyText'],
  ['AWS::EFS::FileSystem', 'FileSystemPolicy'],
  ['AWS::Backup::BackupVault', 'AccessPolicy'],
];

export const resourcePolicyPublic: Check = {
  id: 'resource-policy-public',
  title: 'Policies of queues, secrets and tables let in principals that they name',
  severity: 'error',
  layer: 'encryption',
  why: 'A wildcard principal is every account of AWS: messages, secrets and images are theirs to read, or to write.',
  fix: 'Name the principals, or limit the wildcard by aws:PrincipalAccount or aws:PrincipalOrgID.',
  owasp: ['API5:2023', 'API8:2023'],
  securityHub: ['SQS.3'],
  * judge(posture) {
    for (const [type, property] of POLICIES) {
      for (const resource of posture.ofType(type)) {
        const document = read(resource, property);
        const policy = document.kind === 'known' ? readPolicy(document.value as Json) : document;
        if (policy.kind === 'unknown') {
          yield unsure(resource, property, policy.why);
          continue;
        }
        const openings = policy.kind === 'known' ? openToStrangers(policy.value) : [];
        for (const { statement, verdict, actions } of openings) {
          const place = `${property}.Statement[${statement.index}]`;
          yield verdict === 'allowed' ? fail(resource, place, `principals of every account may ${few(actions)}`)
            : unsure(resource, place, `whether principals of other accounts may ${few(actions)}`);
        }
        if (openings.length === 0) {
          yield pass(resource, property);
        }
      }
    }
  },
};
