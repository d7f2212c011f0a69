import { openToServicesOfStrangers } from '../../model/openings';
import { few } from '../../model/words';
import { readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

/**
 * Services that say for which account and resource they call, by a source or by the encryption context. EventBridge does not:
 * a condition on the source would shut it out. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const TELL_THEIR_SOURCE = /^(logs(\..*)?|delivery\.logs|cloudwatch|cloudtrail|sns|s3|cognito-idp|identitystore)\.amazonaws\.com(\.cn)?$/;

/** The Region and the suffix may be known at deploy only. */
const asWritten = (name: string) => name.replace(/‹AWS::URLSuffix›/, 'amazonaws.com').replace(/‹[^‹›]*›/g, 'region');

export const keyServices: Check = {
  id: 'key-services',
  title: 'Services use a key for resources of one\'s own account only',
  severity: 'warning',
  layer: 'encryption',
  why: 'A service acts for every account of AWS: without a condition on the source, somebody else\'s log group or alarm may have this key used for it.',
  fix: 'Add a condition on aws:SourceAccount or aws:SourceArn; for logs, ArnLike on kms:EncryptionContext:aws:logs:arn with the account in it.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const key of posture.ofType('AWS::KMS::Key', 'AWS::KMS::ReplicaKey')) {
      const policy = readPolicy(key.properties.KeyPolicy ?? key.properties['*']);
      // What is not known of the policy says the check of the policy itself.
      const openings = policy.kind === 'known' ? openToServicesOfStrangers(policy.value, (name) => TELL_THEIR_SOURCE.test(asWritten(name))) : [];
      for (const { statement, service, actions, verdict } of openings) {
        const place = `KeyPolicy.Statement[${statement.index}]`;
        yield verdict === 'allowed' ? fail(key, place, `${service} may ${few(actions)} for resources of every account`)
          : unsure(key, place, `whether ${service} may ${few(actions)} for resources of other accounts`);
      }
      if (openings.length === 0) {
        yield pass(key, 'KeyPolicy');
      }
    }
  },
};
