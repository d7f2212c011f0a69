import { read, readBoolean } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const queueEncryption: Check = {
  id: 'queue-encryption',
  title: 'Queues are encrypted',
  severity: 'warning',
  layer: 'encryption',
  why: 'Dead letters are whole requests: what callers sent lies there in clear for days.',
  fix: 'Set KmsMasterKeyId to a key of the account, or leave SqsManagedSseEnabled out: SQS then encrypts with keys of its own.',
  owasp: ['API8:2023'],
  securityHub: ['SQS.1'],
  * judge(posture) {
    for (const queue of posture.ofType('AWS::SQS::Queue')) {
      const key = read(queue, 'KmsMasterKeyId');
      const managed = readBoolean(queue, 'SqsManagedSseEnabled');
      // What is left out is true: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html
      yield key.kind === 'known' || managed.kind === 'absent' || managed.kind === 'known' && managed.value ? pass(queue, 'SqsManagedSseEnabled')
        : key.kind === 'unknown' ? unsure(queue, 'KmsMasterKeyId', key.why)
          : managed.kind === 'unknown' ? unsure(queue, 'SqsManagedSseEnabled', managed.why)
            : fail(queue, 'SqsManagedSseEnabled', 'is false, and there is no key: messages lie in clear');
    }
  },
};
