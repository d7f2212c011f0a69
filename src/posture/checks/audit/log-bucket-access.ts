import { accessLogBuckets, logBuckets } from '../../model/log-buckets';
import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const logBucketAccess: Check = {
  id: 'log-bucket-access',
  title: 'Reads of a bucket of logs are logged',
  severity: 'warning',
  layer: 'audit',
  why: 'Logs name callers, addresses and what is blocked: who reads them prepares something, and leaves no trace.',
  fix: 'Set LoggingConfiguration.DestinationBucketName to a bucket for access logs.',
  owasp: ['API8:2023'],
  securityHub: ['S3.9'],
  * judge(posture) {
    const ends = posture.derive(accessLogBuckets); // where it has to end
    for (const bucket of [...posture.derive(logBuckets)].filter((one) => !ends.has(one))) {
      const logging = read(bucket, 'LoggingConfiguration');
      yield logging.kind === 'unknown' ? unsure(bucket, 'LoggingConfiguration', logging.why)
        : logging.kind === 'known' ? pass(bucket, 'LoggingConfiguration') : fail(bucket, 'LoggingConfiguration', 'is left out: nobody knows who reads the logs');
    }
  },
};
