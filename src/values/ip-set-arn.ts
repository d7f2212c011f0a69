import { RuleError, shown } from './rule-error';

/** What an ARN says of an IP set. */
export interface IpSetId {
  readonly name: string;
  readonly id: string;
}

/**
 * Reads the ARN of an IP set that a stage's web ACL can refer to.
 *
 * @throws RuleError IpSetArn
 */
export function parseIpSetArn(arn: string): IpSetId {
  const found = /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/ipset\/([\w-]+)\/([\w-]+)$/.exec(arn);
  if (!found) {
    throw new RuleError('IpSetArn', `an IP set is named by its ARN, with the scope regional, received: ${shown(arn)}`);
  }
  return { name: found[1]!, id: found[2]! };
}
