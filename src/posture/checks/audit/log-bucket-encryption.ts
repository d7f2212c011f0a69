import { member } from '../../assembly/json';
import { accessLogBuckets, logBuckets } from '../../model/log-buckets';
import { readList } from '../../model/reading';
import { type Check, judged } from '../check';

export const logBucketEncryption: Check = {
  id: 'log-bucket-encryption',
  title: 'A bucket of logs is encrypted with a key of the account',
  severity: 'warning',
  layer: 'audit',
  why: 'With the keys of S3, everybody who may read the bucket reads the logs; a key of the account has a policy, and a trace of its use.',
  fix: 'Set BucketEncryption to aws:kms with a key whose policy admits the service that delivers the logs.',
  owasp: ['API8:2023'],
  * judge(posture) {
    const property = 'BucketEncryption.ServerSideEncryptionConfiguration';
    const others = posture.derive(accessLogBuckets);
    for (const bucket of [...posture.derive(logBuckets)].filter((one) => !others.has(one))) {
      yield judged(bucket, property, readList(bucket, property), [], (rules = []) => (
        rules.some((rule) => String(member(member(rule, 'ServerSideEncryptionByDefault'), 'SSEAlgorithm')).startsWith('aws:kms')) ? undefined
          : rules.length === 0 ? 'is left out, so that S3 encrypts with keys of its own' : 'the logs have no key of the account'));
    }
  },
};
