import { CfnResource, Names, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { refuse, warn } from '../validation';
import { shown } from '../values/rule-error';

/** The name of the rule that blocks them: the first of every `WebFirewall`. */
export const BLOCKED_RULE = 'BlockedAddresses';

/** The key of the metadata by which the sets are found in a template. */
export const BLOCKED_METADATA = 'cdk-private-api:blocked';

/** Properties of `BlockedAddresses`. */
export interface BlockedAddressesProps {
  /**
   * What the names of the two sets begin with: 1 to 115 letters, digits, `_` and `-`, unique in the account and Region. Another name makes
   * new sets, which are empty.
   *
   * @default - the stack's name and the construct's path in it
   */
  readonly setName?: string;
}

/**
 * Addresses that are blocked now, without a deploy: two IP sets, one for each IP version, that are empty when they are made and that no
 * deploy touches afterwards. An operator writes to them.
 *
 * CloudFormation writes a whole IP set, addresses included, whenever one of its properties changes. So none of theirs ever does: they have
 * no description, take no tags, and follow no property of anything.
 *
 * Creates 2 CloudFormation resources, of no charge, and uses 2 of the 100 IP sets of an account and Region.
 */
export class BlockedAddresses extends Construct {
  /** ARN of the IP set of blocked IPv4 addresses. */
  public readonly ipv4SetArn: string;
  /** ARN of the IP set of blocked IPv6 addresses. */
  public readonly ipv6SetArn: string;
  /** Name of the IP set of blocked IPv4 addresses, which ends in `-blocked-ipv4`. */
  public readonly ipv4SetName: string;
  /** Name of the IP set of blocked IPv6 addresses, which ends in `-blocked-ipv6`. */
  public readonly ipv6SetName: string;

  private readonly sets: readonly CfnResource[];

  /** @throws ValidationError BlockedSetName */
  public constructor(scope: Construct, id: string, props: BlockedAddressesProps = {}) {
    super(scope, id);
    const name = props.setName ?? setName(this);
    if (!/^[\w-]{1,115}$/.test(name)) {
      refuse(this, 'BlockedSetName', `blocked sets are named by 1 to 115 letters, digits, _ and -, known at synth, received: ${shown(name)}`);
    }
    this.ipv4SetName = `${name}-blocked-ipv4`;
    this.ipv6SetName = `${name}-blocked-ipv6`;
    this.sets = [this.ipSet(4, this.ipv4SetName), this.ipSet(6, this.ipv6SetName)];
    [this.ipv4SetArn, this.ipv6SetArn] = this._arns as [string, string];
    this.node.addValidation({ validate: () => this.warnOfStackTags() });
  }

  /** @internal */
  public get _arns(): string[] {
    return this.sets.map((set) => Token.asString(set.getAtt('Arn')));
  }

  /**
   * Where the sets are, for the `Metadata` of a web ACL.
   *
   * @internal
   */
  public _metadata(): Record<string, unknown> {
    const [ipv4, ipv6] = this.sets;
    return {
      scope: 'REGIONAL',
      rule: BLOCKED_RULE,
      ipv4: { name: this.ipv4SetName, id: ipv4!.getAtt('Id') },
      ipv6: { name: this.ipv6SetName, id: ipv6!.getAtt('Id') },
    };
  }

  /** The Ref of the IPv4 set: `NAME|ID|SCOPE`. */
  public get ipv4SetRef(): string {
    return this.sets[0]!.ref;
  }

  /** The Ref of the IPv6 set: `NAME|ID|SCOPE`. */
  public get ipv6SetRef(): string {
    return this.sets[1]!.ref;
  }

  /** Not a `CfnIPSet`: that one takes tags from aspects, and aspects that look for its class find it. */
  private ipSet(version: 4 | 6, name: string): CfnResource {
    return new CfnResource(this, `Ipv${version}`, {
      type: 'AWS::WAFv2::IPSet',
      properties: { Name: name, Scope: 'REGIONAL', IPAddressVersion: `IPV${version}`, Addresses: [] },
    });
  }

  /** Tags of a stack reach its resources past the template, where nothing here can keep them off. */
  private warnOfStackTags(): string[] {
    const tagged = [...chain(Stack.of(this))].filter((stack) => stack.tags.hasTags());
    if (tagged.length > 0) {
      warn(this, 'BlockedSetsStackTags', 'CloudFormation hands the tags of a stack on to its resources: on the day they change, it may write the blocked sets '
        + 'anew, empty. Tag resources rather than stacks (the feature flag @aws-cdk/core:explicitStackTags), never change these tags while addresses are '
        + 'blocked, or set the stack policy of docs/web-firewall.md');
    }
    return [];
  }
}

/** A name for the blocked sets of a construct: that of its web ACL, unless that is too long. */
export function setName(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 115, separator: '-', allowedSpecialCharacters: '-_' });
}

function* chain(stack: Stack): Generator<Stack> {
  yield stack;
  if (stack.nestedStackParent) {
    yield* chain(stack.nestedStackParent);
  }
}
