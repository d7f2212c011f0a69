import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateWebACLCommand, DeleteWebACLCommand, GetIPSetCommand, ListIPSetsCommand, ListTagsForResourceCommand, UpdateIPSetCommand, WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { App, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AddressFeed, AddressSource, AlarmTopic, DataKey } from '../../src';
import { type Assembly, type Template, readAssembly } from './support/cdk';
import { describeWith } from './support/engines';
import { FaultyRoad } from './support/faults';
import { type DeployedFunction, deployedFunction } from './support/handler';
import { type Moto, ACCOUNT, REGION, startMoto } from './support/moto';
import { Stacks } from './support/stacks';
import { zipped } from './support/zip';
import type { FeedEvent } from '../../src/functions/address-feed';
import { FedIpSets } from '../../src/functions/fed-ip-sets/sets';
import type { FeedRun } from '../../src/operations/list/run';
import { setKey } from '../../src/operations/waf/arn';

/** What changes from one deployment to the next. */
interface Deployment {
  readonly description?: string;
  readonly resourceTag?: string;
  readonly stackTag?: string;
  /** Minutes between runs. */
  readonly interval?: number;
  /** Whether a resource cannot be made, after the fed sets have been updated. */
  readonly fails?: boolean;
}

function synthesized(directory: string, { resourceTag, description, interval, fails }: Deployment): Assembly {
  const app = new App({ outdir: directory, analyticsReporting: false, context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Feed', { env: { account: ACCOUNT, region: REGION } });
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    availabilityZones: [`${REGION}a`], restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  const source = new CfnBucket(stack, 'Source', { bucketName: 'partner-lists' });
  const table = new dynamodb.CfnTable(stack, 'Table', {
    tableName: 'partners',
    keySchema: [{ attributeName: 'address', keyType: 'HASH' }],
    billingMode: 'PAY_PER_REQUEST',
    attributeDefinitions: [{ attributeName: 'address', attributeType: 'S' }],
  });
  table.applyRemovalPolicy(RemovalPolicy.DESTROY);
  const parameter = new ssm.CfnParameter(stack, 'Parameter', { name: '/partners/ranges', type: 'StringList', value: '10.40.0.0/24,10.40.1.0/24' });
  const dataKey = new DataKey(stack, 'Key');
  const feed = new AddressFeed(stack, 'Partners', {
    vpc,
    dataKey,
    listName: 'partners',
    ...interval === undefined ? {} : { interval: Duration.minutes(interval), bounds: { maxEntries: 500 } },
    alarmTopic: new AlarmTopic(stack, 'Topic', { dataKey }),
    sources: {
      object: AddressSource.s3Object(source, 'partners.json', { jsonPath: '$.ranges[*].cidr' }),
      parameter: AddressSource.ssmParameter(parameter),
      table: AddressSource.dynamoDbTable(table, { expiresAttribute: 'ends' }),
    },
  });
  new wafv2.CfnIPSet(stack, 'OfTheTemplate', { name: 'of-the-template', scope: 'REGIONAL', ipAddressVersion: 'IPV4', addresses: ['10.90.0.0/24'] });
  new wafv2.CfnWebACL(stack, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { block: {} },
    visibilityConfig: { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: 'acl' },
    rules: [{
      name: 'partners',
      priority: 0,
      action: { allow: {} },
      statement: { ipSetReferenceStatement: { arn: feed.ipv4SetArn } },
      visibilityConfig: { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: 'partners' },
    }],
  });
  if (resourceTag) {
    Tags.of(feed).add('team', resourceTag);
  }
  app.synth({ skipValidation: true });
  const assembly = readAssembly(directory);
  if (description) {
    Object.values(assembly.templates.Feed!.Resources).filter(({ Type }) => Type === 'Custom::FedIpSet').forEach(({ Properties }) => {
      Object.assign(Properties!, { Description: description });
    });
  }
  if (fails) {
    const sets = Object.entries(assembly.templates.Feed!.Resources).filter(([, { Type }]) => Type === 'Custom::FedIpSet').map(([id]) => id);
    Object.assign(assembly.templates.Feed!.Resources, {
      NameThatIsTaken: {
        Type: 'AWS::WAFv2::IPSet', DependsOn: sets, Properties: { Name: 'of-the-template', Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [] },
      },
    });
  }
  return assembly;
}

/** Where the CDK's bootstrap would keep the code of functions. */
const CODE = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`;

function pathStyle(moto: Moto): S3Client {
  return new S3Client({ ...moto.client, forcePathStyle: true });
}

/** Puts the bundles where the template says, as `cdk deploy` does. */
async function uploadCode(moto: Moto, { directory, templates }: Assembly): Promise<void> {
  for (const { Properties, Metadata } of Object.values((templates.Feed as Template).Resources) as (Template['Resources'][string] & { Metadata?: Record<string, string> })[]) {
    const folder = Metadata?.['aws:asset:path'];
    if (folder !== undefined) {
      await pathStyle(moto).send(new PutObjectCommand({ Bucket: CODE, Key: Properties!.Code.S3Key, Body: zipped(join(directory, folder)) }));
    }
  }
}

/** Runs the deployed bundle in a Node of its own; gives what it returned, or what it printed as its error. */
function runBundle(
  { bundle, environment }: DeployedFunction, road: FaultyRoad, moto: Moto, event: FeedEvent = {},
): Promise<{ run?: FeedRun; error?: string; printed: string }> {
  const script = `import(${JSON.stringify(pathToFileURL(join(bundle, 'index.mjs')).href)}).then(async ({ handler }) => {
    process.stdout.write('\\n===\\n' + JSON.stringify(await handler(${JSON.stringify(event)})));
  }).catch((error) => { console.error(String(error)); process.exit(1); })`;
  const env = { ...moto.environment, ...environment, AWS_ENDPOINT_URL: road.url };
  return new Promise((resolve) => execFile(process.execPath, ['-e', script], { env }, (error, stdout, stderr) => {
    const [printed, run] = stdout.split('\n===\n');
    resolve(error ? { error: stderr, printed: printed! } : { run: JSON.parse(run!) as FeedRun, printed: printed! });
  }));
}

describeWith(['moto'], 'an address feed that is deployed', () => {
  let moto: Moto;
  let stacks: Stacks;
  let s3: S3Client;
  let road: FaultyRoad;
  let waf: WAFV2Client;
  let feed: DeployedFunction;
  const home = mkdtempSync(join(tmpdir(), 'feed-'));

  beforeAll(async () => {
    moto = await startMoto();
    stacks = new Stacks(moto);
    road = await FaultyRoad.to(moto);
    waf = new WAFV2Client(moto.client);
    s3 = pathStyle(moto);
    await s3.send(new CreateBucketCommand({ Bucket: CODE, CreateBucketConfiguration: { LocationConstraint: REGION as 'eu-central-1' } }));
  }, 120_000);
  afterAll(async () => {
    await road?.close();
    await moto?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const sets = async () => Object.fromEntries((await waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL' }))).IPSets!.map(({ Name, ARN }) => [Name!, ARN!]));
  const arnOf = async (name: string) => Object.entries(await sets()).find(([full]) => full.endsWith(name))?.[1];
  const addresses = async (name: string) => (await waf.send(new GetIPSetCommand(setKey((await arnOf(name))!)))).IPSet!.Addresses!;
  const fill = async (name: string, Addresses: string[]) => {
    const key = setKey((await arnOf(name))!);
    const { LockToken } = await waf.send(new GetIPSetCommand(key));
    await waf.send(new UpdateIPSetCommand({ ...key, Addresses, LockToken }));
  };
  const tags = async (name: string) => {
    const { TagInfoForResource } = await waf.send(new ListTagsForResourceCommand({ ResourceARN: await arnOf(name) }));
    return TagInfoForResource!.TagList!.filter(({ Key }) => Key === 'team').map(({ Value }) => Value);
  };
  let deployments = 0;
  const deploy = async (deployment: Deployment = {}) => {
    const assembly = synthesized(join(home, String(++deployments)), deployment);
    await uploadCode(moto, assembly);
    const { status, reasons } = await stacks.deploy('Feed', assembly.templates.Feed!.Resources, deployment.stackTag ? { release: deployment.stackTag } : {});
    if (deployment.fails) {
      expect([status, reasons]).toEqual(['UPDATE_ROLLBACK_COMPLETE', [expect.stringMatching(/duplicate|already exists/i)]]);
    } else {
      expect([status.replace('CREATE', 'UPDATE'), reasons]).toEqual(['UPDATE_COMPLETE', []]);
    }
    return assembly;
  };
  const PARTNERS = ['10.20.0.0/24', '10.30.0.0/24', '10.40.0.0/23'];

  test('the first deployment makes both sets, empty', async () => {
    const assembly = await deploy();
    const ids = { Feed: await stacks.physicalIds('Feed') };
    feed = await deployedFunction(moto, assembly, ids, ({ Properties }) => Properties!.Environment?.Variables?.FEED_CONFIG !== undefined);
    expect(Object.keys(await sets()).sort()).toEqual([expect.stringMatching(/^Feed-Partners-.*-ipv4$/), expect.stringMatching(/^Feed-Partners-.*-ipv6$/), 'of-the-template']);
    expect([await addresses('ipv4'), await addresses('ipv6')]).toEqual([[], []]);
  }, 120_000);

  test('the bundle reads S3, Systems Manager and DynamoDB, and fills the sets', async () => {
    await s3.send(new PutObjectCommand({
      Bucket: 'partner-lists', Key: 'partners.json', Body: JSON.stringify({ ranges: [{ cidr: '10.20.0.0/24' }, { cidr: 'fd00:20::/64' }] }),
    }));
    const table = new DynamoDBClient(moto.client);
    const past = { N: String(Math.floor(Date.now() / 1000) - 60) };
    await table.send(new PutItemCommand({ TableName: 'partners', Item: { address: { S: '10.30.0.0/24' }, ends: { S: '2099-12-31' } } }));
    await table.send(new PutItemCommand({ TableName: 'partners', Item: { address: { S: '10.31.0.0/24' }, ends: past } }));
    const { run, error, printed } = await runBundle(feed, road, moto);
    expect(error).toBeUndefined();
    expect(run).toMatchObject({ outcome: 'changed', version: 1, entries: 4, kept: [], problems: [], writes: 2 });
    expect([(await addresses('ipv4')).sort(), await addresses('ipv6')]).toEqual([PARTNERS, ['fd00:20::/64']]);
    const metrics = JSON.parse(printed.trim());
    expect(metrics).toMatchObject({ List: 'partners', Age: 0, Entries: 4, Added: 5, Removed: 0, Refused: 0, SourcesKept: 0 });
    expect(metrics._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: 'CdkPrivateApi/AddressFeed', Dimensions: [['List']] });
  }, 60_000);

  test.each<[string, Deployment]>([
    ['tags of the resources', { resourceTag: 'payments' }],
    ['tags of the stack, and nothing else', { resourceTag: 'payments', stackTag: '2' }],
    ['the interval and the bounds of the feed', { resourceTag: 'payments', stackTag: '2', interval: 30 }],
    ['the description of its sets, as another version of this library may write it', { resourceTag: 'ledger', stackTag: '2', description: 'another text' }],
  ])('a deploy that changes %s never resets a fed address list', async (_, deployment) => {
    await fill('of-the-template', ['10.91.0.0/24']);
    const before = await waf.send(new GetIPSetCommand(setKey((await arnOf('ipv4'))!)));
    await deploy(deployment);
    const after = await waf.send(new GetIPSetCommand(setKey((await arnOf('ipv4'))!)));
    expect(after.IPSet).toEqual(before.IPSet);
    expect(await addresses('ipv6')).toEqual(['fd00:20::/64']);
    expect([await tags('ipv4'), await tags('ipv6')]).toEqual([[deployment.resourceTag], [deployment.resourceTag]]);
  }, 120_000);

  test('a deploy that fails and is rolled back never resets a fed address list, and takes its tags back', async () => {
    await deploy({ resourceTag: 'nobody', stackTag: '4', interval: 10, fails: true });
    expect([(await addresses('ipv4')).sort(), await addresses('ipv6')]).toEqual([PARTNERS, ['fd00:20::/64']]);
    expect([await tags('ipv4'), await tags('ipv6')]).toEqual([['ledger'], ['ledger']]);
  }, 120_000);

  test('a set that the template owns is put back by a change of the stack\'s tags alone: what the fed sets are kept from', async () => {
    await fill('of-the-template', ['10.91.0.0/24']);
    await deploy({ resourceTag: 'ledger', stackTag: '3', description: 'another text' });
    expect(await addresses('of-the-template')).toEqual(['10.90.0.0/24']);
    expect((await addresses('ipv4')).sort()).toEqual(PARTNERS);
  }, 120_000);

  test('a run that is killed between the two sets is finished by the next', async () => {
    await s3.send(new PutObjectCommand({
      Bucket: 'partner-lists', Key: 'partners.json', Body: JSON.stringify({ ranges: [{ cidr: '10.20.0.0/24' }, { cidr: '10.22.0.0/24' }, { cidr: 'fd00:20::/64' }, { cidr: 'fd00:22::/64' }] }),
    }));
    road.clear();
    // Nothing answers the second write: the process ends with it open, as a function does whose time is up.
    road.plan = ({ operation, body }) => (operation === 'UpdateIPSet' && body.includes('fd00') ? 'silence' : undefined);
    const script = `import(${JSON.stringify(pathToFileURL(join(feed.bundle, 'index.mjs')).href)}).then(({ handler }) => handler({}))`;
    const child = execFile(process.execPath, ['-e', script], { env: { ...moto.environment, ...feed.environment, AWS_ENDPOINT_URL: road.url } }, () => {});
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!road.calls.some(({ fault }) => fault === 'silence')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await ended;
    expect([(await addresses('ipv4')).length, await addresses('ipv6')]).toEqual([4, ['fd00:20::/64']]);
    road.clear();
    const { run } = await runBundle(feed, road, moto);
    expect(run).toMatchObject({ outcome: 'unchanged', version: 2, writes: 1 });
    expect((await addresses('ipv6')).sort()).toEqual(['fd00:20::/64', 'fd00:22::/64']);
  }, 60_000);

  test('a source that cannot be read keeps its entries, the others go on, and the run counts as failed', async () => {
    await new DynamoDBClient(moto.client).send(new PutItemCommand({ TableName: 'partners', Item: { address: { S: 'nonsense' } } }));
    const { error, printed } = await runBundle(feed, road, moto);
    expect(error).toContain('sources of partners could not be read: table: CidrMalformed');
    expect(JSON.parse(printed.trim())).toMatchObject({ SourcesKept: 1, run: { outcome: 'unchanged' } });
    expect((await addresses('ipv4')).sort()).toEqual(['10.20.0.0/24', '10.22.0.0/24', '10.30.0.0/24', '10.40.0.0/23']);
  }, 60_000);

  test('a set is made once, though CloudFormation asks twice', async () => {
    const maker = new FedIpSets(waf);
    const set = { Name: 'asked-twice', Description: 'a set', IPAddressVersion: 'IPV4' as const };
    const first = await maker.create(set, 'request-1');
    expect(await maker.create(set, 'request-1')).toBe(first);
    await expect(maker.create(set, 'request-2')).rejects.toThrow('duplicate');
    await maker.delete(first);
    await maker.delete(first);
    expect(Object.keys(await sets())).not.toContain('asked-twice');
  });

  test('a set that is still in use when its web ACL has just let go is deleted a little later, and one that stays in use is not', async () => {
    let now = 0;
    let onWait = async () => {};
    const clock = {
      now: () => now,
      random: () => 0.5,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
        await onWait();
      },
    };
    const maker = new FedIpSets(waf, clock);
    const arn = await maker.create({ Name: 'let-go', Description: 'a set', IPAddressVersion: 'IPV4' }, 'request-3');
    const visibility = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'x' };
    const { Summary: acl } = await waf.send(new CreateWebACLCommand({
      Name: 'holds-on',
      Scope: 'REGIONAL',
      DefaultAction: { Block: {} },
      VisibilityConfig: visibility,
      Rules: [{ Name: 'set', Priority: 0, Action: { Allow: {} }, Statement: { IPSetReferenceStatement: { ARN: arn } }, VisibilityConfig: visibility }],
    }));
    await expect(maker.delete(arn)).rejects.toThrow('used by another resource');
    expect(now).toBe(5 * 60_000);
    onWait = async () => {
      onWait = async () => {};
      await waf.send(new DeleteWebACLCommand({ Name: 'holds-on', Scope: 'REGIONAL', Id: acl!.Id!, LockToken: acl!.LockToken! }));
    };
    await maker.delete(arn);
    expect(Object.keys(await sets())).not.toContain('let-go');
  }, 60_000);

  test('the sets go with their stack; the list and its history stay', async () => {
    await new CloudFormationClient(moto.client).send(new DeleteStackCommand({ StackName: 'Feed' }));
    expect(Object.keys(await sets())).toEqual([]);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name).join()).toMatch(/feed-partnerslist/);
  }, 60_000);
});
