import { RuleError, shown } from '../../values/rule-error';

/** How WAF's API names a set. */
export interface SetKey {
  readonly Name: string;
  readonly Id: string;
  readonly Scope: 'REGIONAL';
}

/** @throws RuleError IpSetArn */
export function setKey(arn: string): SetKey {
  const found = /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/ipset\/([\w-]+)\/([\w-]+)$/.exec(arn);
  if (!found) {
    throw new RuleError('IpSetArn', `an IP set is named by its ARN, with the scope regional, received: ${shown(arn)}`);
  }
  return { Name: found[1]!, Id: found[2]!, Scope: 'REGIONAL' };
}
