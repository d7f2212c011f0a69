import { readable } from '../../assembly/symbols';
import { deputies, ofStranger } from '../../model/exposure';
import { logBuckets } from '../../model/log-buckets';
import type { Posture } from '../../model/posture';
import { readBoolean } from '../../model/reading';
import { type AttachedPolicy, bucketPolicies } from '../../model/topics';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const ACTIONS = ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject', 's3:PutBucketPolicy'];
const PUBLIC_ACLS = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'];

export const bucketPublic: Check = {
  id: 'bucket-public',
  title: 'No bucket is open to the public, nor to other accounts\' services where it holds logs',
  severity: 'error',
  layer: 'audit',
  why: 'Logs and data of the API in a public bucket are found within hours.',
  fix: 'Name principals in place of *, remove public ACLs, and limit services by aws:SourceAccount.',
  owasp: ['API8:2023'],
  securityHub: ['S3.2', 'S3.3'],
  * judge(posture: Posture) {
    for (const bucket of posture.ofType('AWS::S3::Bucket')) {
      const acl = bucket.properties.AccessControl;
      const ignored = readBoolean(bucket, 'PublicAccessBlockConfiguration.IgnorePublicAcls');
      yield PUBLIC_ACLS.includes(String(acl)) && !(ignored.kind === 'known' && ignored.value)
        ? fail(bucket, 'AccessControl', `the ACL of the bucket is ${readable(acl)}`) : pass(bucket, 'AccessControl');
      for (const attached of bucketPolicies(posture, bucket)) {
        yield judgePolicy(attached, posture.derive(logBuckets).has(bucket));
      }
    }
  },
};

function judgePolicy({ resource, property, policy }: AttachedPolicy, holdsLogs: boolean): Judgement {
  if (policy.kind !== 'known') {
    return policy.kind === 'unknown' ? unsure(resource, property, policy.why) : pass(resource, property);
  }
  const verdicts = ACTIONS.map((action) => ({ action, verdict: ofStranger(policy.value, action) }));
  const open = verdicts.find(({ verdict }) => verdict === 'allowed');
  const [service] = holdsLogs ? deputies(policy.value, 's3:PutObject') : [];
  return open !== undefined ? fail(resource, property, `the policy lets everybody use ${open.action}`)
    : verdicts.some(({ verdict }) => verdict === 'unknown') ? unsure(resource, property, 'whom the policy admits')
      : service !== undefined ? fail(resource, property, `the policy lets ${service} deliver logs of every account`, 'warning') : pass(resource, property);
}
