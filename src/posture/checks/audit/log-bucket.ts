import type { Resource } from '../../assembly/app';
import { refusesPlaintext } from '../../model/exposure';
import { logBuckets } from '../../model/log-buckets';
import type { Posture } from '../../model/posture';
import { read, readBoolean, readText } from '../../model/reading';
import { bucketPolicies, together } from '../../model/topics';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const logBucket: Check = {
  id: 'log-bucket',
  title: 'A bucket of logs blocks public access, refuses connections without TLS, and keeps what is overwritten',
  severity: 'warning',
  layer: 'audit',
  why: 'Logs name callers and addresses; whoever can overwrite them hides what they did.',
  fix: 'Set all four properties of PublicAccessBlockConfiguration, deny what comes where aws:SecureTransport is false, and enable versioning.',
  owasp: ['API8:2023'],
  securityHub: ['S3.5', 'S3.8', 'S3.14'],
  * judge(posture: Posture) {
    const accessLogs = new Set(posture.ofType('AWS::S3::Bucket').flatMap(({ properties }) => posture.targets(properties.LoggingConfiguration)));
    for (const bucket of posture.derive(logBuckets)) {
      yield* publicAccess(bucket);
      const policy = together(bucketPolicies(posture, bucket));
      yield policy.kind === 'unknown' ? unsure(bucket, undefined, policy.why)
        : policy.kind === 'known' && refusesPlaintext(policy.value, 's3:PutObject') === 'denied' ? pass(bucket)
          : fail(bucket, undefined, 'the policy of the bucket does not refuse connections without TLS');
      const versions = readText(bucket, 'VersioningConfiguration.Status');
      const locked = readBoolean(bucket, 'ObjectLockEnabled');
      yield versions.kind === 'unknown' ? unsure(bucket, 'VersioningConfiguration.Status', versions.why)
        // S3 itself writes the access log of a bucket, under names that never come again.
        : versions.kind === 'known' && versions.value === 'Enabled' || locked.kind === 'known' && locked.value || accessLogs.has(bucket)
          ? pass(bucket, 'VersioningConfiguration.Status') : fail(bucket, 'VersioningConfiguration.Status', 'what is overwritten in the bucket is lost');
    }
  },
};

function* publicAccess(bucket: Resource): Iterable<Judgement> {
  const place = 'PublicAccessBlockConfiguration';
  const whole = read(bucket, place);
  if (whole.kind === 'absent') {
    yield fail(bucket, place, `${place} is left out: a new bucket blocks public access, one that exists keeps what it had`);
    return;
  }
  for (const name of BLOCKS) {
    const block = readBoolean(bucket, `${place}.${name}`);
    yield block.kind === 'unknown' ? unsure(bucket, `${place}.${name}`, block.why)
      : block.kind === 'known' && block.value ? pass(bucket, `${place}.${name}`)
        : fail(bucket, `${place}.${name}`, `${name} is ${block.kind === 'absent' ? 'left out, so that S3 takes false' : 'false'}`, 'error');
  }
}
