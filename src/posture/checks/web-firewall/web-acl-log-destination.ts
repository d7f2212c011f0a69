import { type Json } from '../../assembly/json';
import { free, hasUnknown, readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { destinationsOf } from '../../model/web-acl-logs';
import { type Check, fail, pass, unsure } from '../check';

const PREFIX = 'aws-waf-logs-';

export const webAclLogDestination: Check = {
  id: 'web-acl-log-destination',
  title: 'A web ACL logs to one destination whose name begins with aws-waf-logs-',
  severity: 'error',
  layer: 'web-firewall',
  why: 'WAF refuses any other destination, with a message that says nothing of the name: the deploy fails.',
  fix: 'Name the log group, bucket or Firehose stream aws-waf-logs-..., and give the ARN of the log group without :* at its end.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const log of posture.ofType('AWS::WAFv2::LoggingConfiguration')) {
      const destinations = destinationsOf(log);
      if (destinations.length === 0 && !hasUnknown(log.properties.LogDestinationConfigs)) {
        yield fail(log, 'LogDestinationConfigs', 'the log has no destination');
      }
      for (const [index, destination] of destinations.entries()) {
        const name = nameOf(posture, destination);
        const place = `LogDestinationConfigs[${index}]`;
        yield index > 0 ? fail(log, place, 'a web ACL has one log destination, this is another')
          : name === undefined || name.startsWith('‹') ? unsure(log, place, 'the name of the destination')
            : name.startsWith(PREFIX) ? pass(log, place) : fail(log, place, `the name of the destination begins with ${readable(name.slice(0, 40))}`);
      }
    }
  },
};

const NAME_IN_ARN = new RegExp(`(?:log-group:|:s3:::|deliverystream/)(${free(':/')})`);

/** The name behind an ARN; where CloudFormation makes it, it begins with the stack's name, which nobody calls so. */
function nameOf(posture: Posture, arn: Json): string | undefined {
  const [target] = posture.targets(arn);
  const named = target?.properties.LogGroupName ?? target?.properties.BucketName ?? target?.properties.DeliveryStreamName;
  if (target !== undefined && named === undefined && ['AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::KinesisFirehose::DeliveryStream'].includes(target.type)) {
    return 'a generated name';
  }
  const text = String(named ?? arn);
  return named !== undefined ? text : NAME_IN_ARN.exec(text)?.[1];
}
