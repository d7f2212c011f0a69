import { parseIpSetArn } from '../../values/ip-set-arn';

/** How WAF's API names a set. */
export interface SetKey {
  readonly Name: string;
  readonly Id: string;
  readonly Scope: 'REGIONAL';
}

/** @throws RuleError IpSetArn */
export function setKey(arn: string): SetKey {
  const { name, id } = parseIpSetArn(arn);
  return { Name: name, Id: id, Scope: 'REGIONAL' };
}
