import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { AddressFeedAlarms } from './address-feed-alarms';
import { type AddressFeedBounds, feedBounds } from './address-feed-bounds';
import type { IAddressList } from './address-list';
import type { AddressSource } from './address-source';
import { BundledFunction, vpcOf } from './bundled-function';
import { type ExistingIpSets, existingSets } from './existing-ip-sets';
import { FedIpSets } from './fed-ip-sets';
import { listNameOf, namedSources, refuseLong } from './feed-limits';
import { feedSecurityGroup, missingWays, subnetType } from './feed-network';
import { feedSchedule, runEvery } from './feed-schedule';
import { ListBucket } from './list-bucket';
import { accountArn } from '../encryption/account-arn';
import { type IDataKey, DataKey } from '../encryption/data-key';
import type { LogOptions } from '../encryption/encrypted-log-group';
import { viaService } from '../encryption/via-service';
import { problem, warn, within } from '../validation';
import { type FeedConfig, FEED_CONFIG_VARIABLE, FEED_METRICS, FEED_NAMESPACE, FEED_REGISTRY } from '../values/feed-config';
import { shown } from '../values/rule-error';

/** Properties of an `AddressFeed`. */
export interface AddressFeedProps {
  /** Where the ranges come from, by a name of your own: letters, digits, - and _. Together they make the list. 1 to 20. */
  readonly sources: Record<string, AddressSource>;

  /**
   * The VPC that the function runs in. It needs the `wafv2` endpoint and a way to S3 (an isolated network has a gateway endpoint), and
   * what the sources need.
   */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets of the function.
   *
   * @default - the isolated subnets of the VPC, or else its private ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /** Who hears of a stale, failed or refused feed: an `AlarmTopic`, or a topic that admits CloudWatch in its policy and that of its key. */
  readonly alarmTopic: sns.ITopicRef;

  /**
   * Name of the list, for the person on call: 1 to 64 letters, digits, - and _, once in an account and Region.
   *
   * @default - made of the construct path
   */
  readonly listName?: string;

  /**
   * How often the feed runs: 1 to 720 whole minutes, so that a day of silence is more than one run that came late.
   *
   * @default Duration.minutes(15)
   */
  readonly interval?: Duration;

  /**
   * After which time without a run that took every source the list counts as stale: 2 intervals to a day.
   *
   * @default - 4 intervals, at most a day
   */
  readonly staleAfter?: Duration;

  /**
   * What a change of the list must stay within.
   *
   * @default - 1 to 1,000 ranges, a run adds at most 50 % and takes at most 20 %, no range wider than /16 and /48
   */
  readonly bounds?: AddressFeedBounds;

  /**
   * IP sets that the feed fills instead of making its own, so that no custom resource is needed. No template may own their addresses.
   *
   * @default - two sets of its own, made by a custom resource
   */
  readonly existingSets?: ExistingIpSets;

  /**
   * The key that encrypts the stored list and the logs.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;

  /**
   * How the logs of the functions are kept.
   *
   * @default - one year, retained
   */
  readonly logs?: LogOptions;
}

/**
 * An address list that its sources keep current: a function reads them on a schedule, and fills two IP sets that no deployment touches.
 *
 * A change beyond the bounds, an empty list and a list that holds the whole internet are refused: the last good list stays in force, and
 * an alarm tells of it. Every version is kept with who changed what and why, and `cdk-private-api addresses rollback` brings one back.
 *
 * Creates 19 CloudFormation resources with sets of its own, 13 with existing ones (and a `DataKey`, unless one is given). About $2 a
 * month (us-east-1): three alarms $0.30, six metrics $1.80, and cents for runs, logs and storage; the `wafv2` endpoint costs $7.30 a zone.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-ip-set-managing.html
 */
export class AddressFeed extends Construct implements IAddressList {
  /** Name of the list. */
  public readonly listName: string;
  /** ARN of the IP set that holds the IPv4 ranges. */
  public readonly ipv4SetArn: string;
  /** ARN of the IP set that holds the IPv6 ranges. */
  public readonly ipv6SetArn: string;
  /** ARN of the function that runs the feed. */
  public readonly functionArn: string;
  /** Name of the bucket that keeps the list and its earlier versions. */
  public readonly bucketName: string;

  private readonly bucketArn: string;
  private readonly dataKey: IDataKey;

  /**
   * @throws ValidationError AddressFeedName, AddressFeedSources, AddressFeedSource, JsonPath, AddressFeedBounds, AddressFeedLoosened,
   * AddressFeedSchedule, WafArn, AddressFeedSets, AddressFeedConfigTooLong
   */
  public constructor(scope: Construct, id: string, props: AddressFeedProps) {
    super(scope, id);
    const bounds = within(this, () => feedBounds(props.bounds));
    if (props.bounds?.reason !== undefined) {
      this.node.addMetadata('cdk-private-api:address-feed-bounds', props.bounds.reason);
    }
    this.listName = listNameOf(this, props.listName ?? Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }));
    const { interval, staleAfter } = feedSchedule(this, props.interval, props.staleAfter);
    const sources = namedSources(this, props.sources);
    this.dataKey = props.dataKey ?? new DataKey(this, 'Key');
    const bucket = new ListBucket(this, 'List', this.dataKey);
    const sets = (props.existingSets && existingSets(this, props.existingSets)) ?? new FedIpSets(this, 'IpSets', { dataKey: this.dataKey, logs: props.logs });
    const config: FeedConfig = {
      list: this.listName,
      ipv4SetArn: sets.ipv4SetArn,
      ipv6SetArn: sets.ipv6SetArn,
      bucket: bucket.bucketName,
      bounds,
      sources: sources.map(([name, source]) => within(this, () => source._config(name))),
    };
    refuseLong(this, config);
    this.ipv4SetArn = sets.ipv4SetArn;
    this.ipv6SetArn = sets.ipv6SetArn;
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;

    const feed = new BundledFunction(this, 'Feed', {
      bundle: 'address-feed',
      description: `Keeps the address list ${this.listName} current`,
      timeout: Duration.minutes(5),
      memorySize: 512,
      concurrency: 1, // one run after the other
      environment: { [FEED_CONFIG_VARIABLE]: Stack.of(this).toJsonString(config) },
      dataKey: this.dataKey,
      logs: props.logs,
      vpc: vpcOf(props.vpc, props.subnets ?? { subnetType: subnetType(props.vpc) }, feedSecurityGroup(this, props.vpc, this.listName)),
      statements: [...this.statements(), ...sources.flatMap(([, source]) => source._permissions(this))],
      wildcards: [],
    });
    this.functionArn = feed.functionArn;
    runEvery(this, interval, feed, this.listName);
    new ssm.CfnParameter(this, 'Registration', {
      name: `${FEED_REGISTRY}${this.listName}`,
      type: 'String',
      description: `How cdk-private-api finds the address list ${this.listName}`,
      value: Stack.of(this).toJsonString({ config, functionName: feed.functionName }),
    });
    new AddressFeedAlarms(this, 'Alarms', {
      listName: this.listName,
      interval,
      staleAfter,
      age: this.metricAge(),
      refused: this.metricRefused(),
      functionName: feed.functionName,
      topic: props.alarmTopic,
    });
    this.node.addValidation({ validate: () => this.sharedWithOthers() });
    if (props.subnets === undefined) {
      this.node.addValidation({ validate: () => this.warnOfWays(props.vpc, config) });
    }
  }

  /** The IP set of the IPv4 ranges, as lists of addresses tell theirs. */
  public get ipv4SetArns(): string[] {
    return [this.ipv4SetArn];
  }

  /** The IP set of the IPv6 ranges, as lists of addresses tell theirs. */
  public get ipv6SetArns(): string[] {
    return [this.ipv6SetArn];
  }

  /**
   * Lets somebody use `cdk-private-api addresses` on this list: read it and its history, change it, run its feed.
   *
   * @param grantee the role of the person on call
   */
  public grantOperate(grantee: iam.IGrantable): iam.Grant {
    const [first, ...others] = [
      ...this.statements(),
      new iam.PolicyStatement({ actions: ['s3:ListBucketVersions'], resources: [this.bucketArn] }),
      new iam.PolicyStatement({ actions: ['s3:GetObjectVersion'], resources: [`${this.bucketArn}/list.json`] }),
      new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: [accountArn(this, 'ssm', `parameter${FEED_REGISTRY}${this.listName}`)] }),
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.functionArn] }),
    ].map(({ actions, resources, conditions }) => iam.Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }));
    return others.reduce((all, grant) => all.combine(grant), first!);
  }

  /**
   * Seconds since a run last took every source.
   *
   * @default - the largest value in five minutes
   */
  public metricAge(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Age', cloudwatch.Stats.MAXIMUM, props);
  }

  /**
   * Ranges of the list, merged.
   *
   * @default - the largest value in five minutes
   */
  public metricEntries(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Entries', cloudwatch.Stats.MAXIMUM, props);
  }

  /**
   * Runs whose change was refused.
   *
   * @default - sum over five minutes
   */
  public metricRefused(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Refused', cloudwatch.Stats.SUM, props);
  }

  private metric(metricName: keyof typeof FEED_METRICS, statistic: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: FEED_NAMESPACE, metricName, dimensionsMap: { List: this.listName }, statistic, ...props,
    }).attachTo(this);
  }

  /** What changes the list: the function has it, and who operates. */
  private statements(): iam.PolicyStatement[] {
    return [
      // Without the right to list, S3 answers 403 for an object that is not there yet.
      new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }),
      new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['list.json', 'last-run.json'].map((key) => `${this.bucketArn}/${key}`) }),
      // For the stored list only: the same key encrypts logs.
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.dataKey.keyArn],
        conditions: viaService(this, 's3'),
      }),
      new iam.PolicyStatement({ actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], resources: [this.ipv4SetArn, this.ipv6SetArn] }),
    ];
  }

  /** Two feeds that fill one set, or have one name, undo each other run by run. */
  private sharedWithOthers(): string[] {
    const here = Stack.of(this);
    const isNeighbour = (there: Stack) => there === here || (!Token.isUnresolved(`${here.account}${here.region}`) && there.environment === here.environment);
    const others = this.node.root.node.findAll().filter((one) => one instanceof AddressFeed)
      .filter((feed) => feed !== this && isNeighbour(Stack.of(feed)));
    const sets = ({ ipv4SetArn, ipv6SetArn }: AddressFeed) => [ipv4SetArn, ipv6SetArn];
    return others.flatMap((other) => [
      ...other.listName === this.listName
        ? [problem('AddressFeedName', `a fed list has its name once in an account and Region, received: ${shown(this.listName)}, which is ${other.node.path} too`)] : [],
      ...sets(other).some((arn) => sets(this).includes(arn))
        ? [problem('AddressFeedSets', `an IP set is filled by one feed, received: one that ${other.node.path} fills too`)] : [],
    ]);
  }

  private warnOfWays(vpc: ec2.IVpc, { sources }: FeedConfig): string[] {
    for (const way of missingWays(vpc, sources)) {
      warn(this, 'AddressFeedNetwork', `the feed of ${this.listName} runs in an isolated network that has no ${way}: its runs will fail`);
    }
    return [];
  }
}
