import { type Rule, type WAFV2Client, GetIPSetCommand, GetWebACLCommand, ListWebACLsCommand } from '@aws-sdk/client-wafv2';
import { RuleError, shown } from '../../values/rule-error';
import { setKey } from '../waf/arn';

/** The rule of a web ACL that blocks addresses before any other rule admits them. */
export const BLOCKED_RULE = 'BlockedAddresses';

/** The IP sets of blocked addresses: ARNs by IP version. */
export interface BlockedSets {
  readonly ipv4?: string;
  readonly ipv6?: string;
}

/** How the sets of a `BlockedAddresses` are named, whatever the rule is called that somebody made of it. */
const BLOCKED_SET = /\/[\w-]*-blocked-ipv[46]\//;

/**
 * The sets of a web ACL: those that its rule `BlockedAddresses` refers to, or another that blocks the sets of a `BlockedAddresses`.
 *
 * @throws RuleError BlockedSets
 */
export async function blockedSetsOf(waf: WAFV2Client, webAcl: string): Promise<BlockedSets> {
  const found = await webAclNamed(waf, webAcl);
  const { WebACL } = await waf.send(new GetWebACLCommand({ Name: found.Name, Id: found.Id, Scope: 'REGIONAL' }));
  const blocking = [...WebACL?.Rules ?? []].sort((a, b) => a.Priority! - b.Priority!).filter(({ Action }) => Action?.Block !== undefined)
    .map(({ Name, Statement }) => ({ name: Name, arns: setsIn(Statement) })).filter(({ arns }) => arns.length > 0);
  const rule = blocking.find(({ name }) => name === BLOCKED_RULE) ?? blocking.find(({ arns }) => arns.every((arn) => BLOCKED_SET.test(arn)));
  if (rule === undefined) {
    throw new RuleError('BlockedSets', `a web ACL that blocks addresses has a rule ${BLOCKED_RULE} that refers to IP sets, or sets that are named `
      + `...-blocked-ipv4 and -ipv6 (others are named by --ipv4-set and --ipv6-set), received: ${shown(webAcl)} without one`);
  }
  const { arns } = rule;
  const sets = await Promise.all(arns.map(async (arn) => (await waf.send(new GetIPSetCommand(setKey(arn)))).IPSet!));
  const of = (version: string): string | undefined => sets.find(({ IPAddressVersion }) => IPAddressVersion === version)?.ARN;
  const [ipv4, ipv6] = [of('IPV4'), of('IPV6')];
  return { ...ipv4 === undefined ? {} : { ipv4 }, ...ipv6 === undefined ? {} : { ipv6 } };
}

/** The IP sets that a statement refers to, at any depth. */
function setsIn(statement: Rule['Statement']): string[] {
  if (statement === undefined) {
    return [];
  }
  return [
    ...statement.IPSetReferenceStatement?.ARN === undefined ? [] : [statement.IPSetReferenceStatement.ARN],
    ...(statement.OrStatement?.Statements ?? []).flatMap(setsIn),
  ];
}

async function webAclNamed(waf: WAFV2Client, name: string): Promise<{ Name: string; Id: string }> {
  let marker: string | undefined;
  const names: string[] = [];
  do {
    const page = await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL', Limit: 100, ...marker === undefined ? {} : { NextMarker: marker } }));
    const found = (page.WebACLs ?? []).find(({ Name }) => Name === name);
    if (found) {
      return { Name: found.Name!, Id: found.Id! };
    }
    names.push(...(page.WebACLs ?? []).map(({ Name }) => Name!));
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  throw new RuleError('BlockedSets', `a web ACL is one of the account and Region (${names.join(', ') || 'there are none'}), received: ${shown(name)}`);
}
