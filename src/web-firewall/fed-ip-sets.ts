import { CustomResource, Duration, Lazy, Names, TagManager, TagType } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function';
import { accountArn } from '../encryption/account-arn';
import type { IDataKey } from '../encryption/data-key';
import type { LogOptions } from '../encryption/encrypted-log-group';
import { REGULATED, acknowledge } from '../validation';

/** Properties of `FedIpSets`. */
export interface FedIpSetsProps {
  readonly dataKey: IDataKey;
  readonly logs?: LogOptions;
}

/**
 * Two IP sets that a deployment makes, tags and deletes, and whose addresses it never sends.
 *
 * With `AWS::WAFv2::IPSet` CloudFormation has no way to do that: every update of the resource sends the template's addresses, and a
 * change of the stack's own tags is an update of it even when no property of it changes.
 */
export class FedIpSets extends Construct {
  public readonly ipv4SetArn: string;
  public readonly ipv6SetArn: string;
  public readonly cdkTagManager = new TagManager(TagType.STANDARD, 'AWS::WAFv2::IPSet');

  public constructor(scope: Construct, id: string, props: FedIpSetsProps) {
    super(scope, id);
    const names = ['4', '6'].map((version) => `${Names.uniqueResourceName(this, { maxLength: 100, separator: '-', allowedSpecialCharacters: '-_' })}-ipv${version}`);
    const maker = new BundledFunction(this, 'Maker', {
      bundle: 'fed-ip-sets',
      description: 'Makes the IP sets of a fed list; never changes what is in them',
      timeout: Duration.minutes(7), // a set that is deleted may be in use for five
      memorySize: 256,
      concurrency: 2, // each set waits by itself
      dataKey: props.dataKey,
      logs: props.logs,
      statements: [
        new iam.PolicyStatement({
          actions: ['wafv2:CreateIPSet', 'wafv2:GetIPSet', 'wafv2:DeleteIPSet', 'wafv2:ListTagsForResource', 'wafv2:TagResource', 'wafv2:UntagResource'],
          resources: names.map((name) => accountArn(this, 'wafv2', `regional/ipset/${name}/*`)),
        }),
        // To find the set again when CloudFormation asks for it twice; the action takes no resource.
        new iam.PolicyStatement({ actions: ['wafv2:ListIPSets'], resources: ['*'] }),
      ],
      wildcards: ['Resource::*', ...names.map((name) => `Resource::arn:<AWS::Partition>:wafv2:<AWS::Region>:<AWS::AccountId>:regional/ipset/${name}/*`)],
    });
    acknowledge(maker.function, 'It speaks to AWS WAF and CloudFormation only, and CloudFormation waits for its answer when the VPC is being deleted too.',
      ...REGULATED.map((pack) => `${pack}-LambdaInsideVPC`));
    [this.ipv4SetArn, this.ipv6SetArn] = ['4', '6'].map((version, at) => {
      const set = new CustomResource(this, `Ipv${version}`, {
        resourceType: 'Custom::FedIpSet',
        serviceToken: maker.functionArn,
        serviceTimeout: Duration.minutes(10),
        properties: {
          Name: names[at],
          Description: `IPv${version} addresses that a feed keeps current`,
          IPAddressVersion: `IPV${version}`,
          Tags: Lazy.uncachedAny({ produce: () => this.tags() }, { omitEmptyArray: true }),
        },
      });
      set.node.addDependency(maker); // its policy too, also while the set is deleted
      return set.ref;
    }) as [string, string];
  }

  private tags(): { Key: string; Value: string }[] {
    const tags = this.cdkTagManager.renderTags() as { key: string; value: string }[] | undefined;
    return (tags ?? []).map(({ key, value }) => ({ Key: key, Value: value }));
  }
}
