import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkArn } from './waf-arn';
import { refuse, within } from '../validation';
import { shown } from '../values/rule-error';

/** Two IP sets that exist. */
export interface ExistingIpSets {
  /** ARN of the IPv4 set. */
  readonly ipv4SetArn: string;
  /** ARN of the IPv6 set. */
  readonly ipv6SetArn: string;
}

/**
 * Two sets that a feed may fill: of both IP versions, of its account and Region, and with addresses that no template owns.
 *
 * @throws ValidationError WafArn, AddressFeedSets
 */
export function existingSets(scope: IConstruct, sets: ExistingIpSets): ExistingIpSets {
  const arns = [sets.ipv4SetArn, sets.ipv6SetArn];
  within(scope, () => arns.forEach((arn) => checkArn('ipset', arn)));
  if (arns[0] === arns[1]) {
    refuse(scope, 'AddressFeedSets', `a feed keeps two sets, one of each IP version, received: ${shown(arns[0])} for both`);
  }
  for (const arn of arns) {
    const owner = templateOwner(arn);
    if (owner !== undefined) {
      refuse(scope, 'AddressFeedSets', `a feed fills sets whose addresses no template owns, received: ${owner.node.path}, which the next deployment would put back`);
    }
    if (isElsewhere(Stack.of(scope), arn)) {
      refuse(scope, 'AddressFeedSets', `a feed fills sets of its own account and Region, received: ${shown(arn)}`);
    }
  }
  return sets;
}

/** The resource of this app whose ARN it is. */
function templateOwner(arn: string): CfnResource | undefined {
  const { firstToken } = Tokenization.reverseString(arn);
  return Reference.isReference(firstToken) && CfnResource.isCfnResource(firstToken.target) ? firstToken.target : undefined;
}

function isElsewhere({ region, account }: Stack, arn: string): boolean {
  const [, , , ofRegion, ofAccount] = arn.split(':');
  const differs = (known: string, named: string | undefined) => !Token.isUnresolved(known) && known !== named;
  return !Token.isUnresolved(arn) && (differs(region, ofRegion) || differs(account, ofAccount));
}
