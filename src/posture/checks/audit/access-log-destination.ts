import { free, hasUnknown, readable } from '../../assembly/symbols';
import { accessLogsOf } from '../../model/audit-logs';
import { conditionOf, openIn } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

const STREAM_PREFIX = 'amazon-apigateway-';

const STREAM = new RegExp(`deliverystream/(${free(':/')})`);

export const accessLogDestination: Check = {
  id: 'access-log-destination',
  title: 'The access log goes to a log group, or to a Firehose stream whose name begins with amazon-apigateway-',
  severity: 'error',
  layer: 'audit',
  why: 'API Gateway refuses other destinations, and a log that goes to what does not exist is none.',
  fix: 'Give the ARN of a log group, or of a stream with that name.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { stage, destination, target, property } of posture.derive(accessLogsOf)) {
      const place = `${property}.DestinationArn`;
      const condition = target && conditionOf(target);
      const stream = target === undefined ? STREAM.exec(String(destination))?.[1] : target.properties.DeliveryStreamName;
      if (destination === undefined) {
        continue;
      }
      yield hasUnknown(destination) ? unsure(stage.resource, place, openIn(destination))
        : condition !== undefined ? unsure(stage.resource, place, condition)
          : target !== undefined && !['AWS::Logs::LogGroup', 'AWS::KinesisFirehose::DeliveryStream'].includes(target.type)
            ? fail(stage.resource, place, `the access log goes to a resource of type ${target.type}`)
            : stream !== undefined && !hasUnknown(stream) && !String(stream).startsWith(STREAM_PREFIX)
              ? fail(stage.resource, place, `the access log goes to a stream whose name is ${readable(stream)}`)
              : target === undefined ? unsure(stage.resource, place, `how ${readable(destination)} keeps the log, which the app does not make`) : pass(stage.resource, place);
    }
  },
};
