import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { DataKey } from '../../src/encryption/data-key';
import { type AddressFeedProps, AddressFeed } from '../../src/web-firewall/address-feed';
import { AddressList } from '../../src/web-firewall/address-list';
import { AddressSource } from '../../src/web-firewall/address-source';
import { BlockedAddresses } from '../../src/web-firewall/blocked-addresses';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const ipSet = (name: string) => `arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/${name}/0123-4567`;
const EXISTING = { ipv4SetArn: ipSet('four'), ipv6SetArn: ipSet('six') };

function feedIn(stack: Stack, props: Partial<AddressFeedProps> = {}, id = 'Partners'): AddressFeed {
  return new AddressFeed(stack, id, {
    vpc: ec2.Vpc.fromVpcAttributes(stack, `${id}Vpc`, { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] }),
    dataKey: DataKey.fromKey(stack, `${id}Key`, kms.Key.fromKeyArn(stack, `${id}KeyOf`, 'arn:aws:kms:eu-central-1:123456789012:key/1')),
    alarmTopic: sns.Topic.fromTopicArn(stack, `${id}Topic`, 'arn:aws:sns:eu-central-1:123456789012:alarms'),
    sources: { partners: AddressSource.s3Object(s3.Bucket.fromBucketName(stack, `${id}Source`, 'partner-lists'), 'partners.txt') },
    ...props,
  });
}

function statementsOf(stack: Stack, part: string): any[] {
  return Object.entries(resourcesOf(stack, 'AWS::IAM::ManagedPolicy')).filter(([id]) => id.includes(part))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as any[]);
}

describe('the template of a feed', () => {
  const stack = newStack();
  const feed = feedIn(stack, { interval: Duration.minutes(5) });
  Tags.of(feed).add('team', 'payments');
  const firewall = new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.ENFORCE });
  firewall.admit(feed);
  firewall.admit(feed);

  test('holds no IP set of the feed that CloudFormation could reset', () => {
    const sets = Object.keys(resourcesOf(stack, 'AWS::WAFv2::IPSet'));
    expect(sets.filter((id) => id.startsWith('Partners'))).toEqual([]);
    expect(Object.values(resourcesOf(stack, 'Custom::FedIpSet')).map(({ Properties }) => [Properties.IPAddressVersion, Properties.Tags, Properties.Addresses]))
      .toEqual(['IPV4', 'IPV6'].map((version) => [version, [{ Key: 'team', Value: 'payments' }], undefined]));
  });

  test('a web firewall that admits the feed admits it once, beside its own list, by its last rule', () => {
    const rules = onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules as any[];
    const arns = rules.at(-1).Statement.OrStatement.Statements.map((each: any) => each.IPSetReferenceStatement.Arn);
    expect(rules.at(-1)).toMatchObject({ Name: 'AdmitListedAddresses', Action: { Allow: {} } });
    expect(arns.map((arn: any) => arn.Ref ?? arn['Fn::GetAtt'][0])).toEqual([
      expect.stringMatching(/^FirewallAddressesIpv4/), expect.stringMatching(/^FirewallAddressesIpv6/),
      expect.stringMatching(/^PartnersIpSetsIpv4/), expect.stringMatching(/^PartnersIpSetsIpv6/),
    ]);
    expect(warningsOf(stack).filter((text) => text.includes('AddressListEmpty') || text.includes('blocks every request'))).toEqual([]);
  });

  test('the function may change these two sets and this one list, read its source, and no more', () => {
    const statements = statementsOf(stack, 'PartnersFeedPolicy');
    expect(statements.flatMap(({ Action }) => Action).filter((action: string) => !/^(logs|ec2):/.test(action)).sort()).toEqual([
      'kms:Decrypt', 'kms:GenerateDataKey', 's3:GetObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject', 'wafv2:GetIPSet', 'wafv2:UpdateIPSet',
    ]);
    expect(statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual([
      'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ]);
    expect(statements.find(({ Action }) => Action[1] === 'wafv2:UpdateIPSet').Resource.map((arn: any) => arn.Ref)).toEqual([
      expect.stringMatching(/^PartnersIpSetsIpv4/), expect.stringMatching(/^PartnersIpSetsIpv6/),
    ]);
  });

  test('the key opens the stored list for the function, not the logs that it encrypts too', () => {
    expect(statementsOf(stack, 'PartnersFeedPolicy').find(({ Action }) => Action.includes('kms:Decrypt')).Condition).toEqual({
      StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
    });
  });

  test('the maker of the sets has no right to fill or empty one', () => {
    expect(statementsOf(stack, 'PartnersIpSetsMaker').flatMap(({ Action }) => Action)).not.toContain('wafv2:UpdateIPSet');
  });

  test('the maker of the sets has time for a set that stays in use for a while, each set by itself, and CloudFormation waits for it', () => {
    const maker = Object.values(resourcesOf(stack, 'AWS::Lambda::Function')).find(({ Properties }) => !Properties.VpcConfig)!.Properties;
    expect(maker).toMatchObject({ Timeout: 420, ReservedConcurrentExecutions: 2 });
    expect(Object.values(resourcesOf(stack, 'Custom::FedIpSet')).map(({ Properties }) => Number(Properties.ServiceTimeout))).toEqual([600, 600]);
  });

  test('it runs one at a time, in the subnets of the VPC, on its schedule, and opens nothing inwards', () => {
    const run = Object.values(resourcesOf(stack, 'AWS::Lambda::Function')).find(({ Properties }) => Properties.VpcConfig)!.Properties;
    expect(run).toMatchObject({ ReservedConcurrentExecutions: 1, VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] } });
    expect(onlyResource(stack, 'AWS::Events::Rule').Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', Targets: [{ Id: 'Feed' }] });
    const group = onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties;
    expect(group.SecurityGroupIngress).toBeUndefined();
    expect(group.SecurityGroupEgress.map(({ FromPort, ToPort }: any) => [FromPort, ToPort])).toEqual([[443, 443], [443, 443]]);
  });

  test('three alarms tell of a stale, failed or refused feed; a feed that does not run at all is stale', () => {
    const alarms = Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms.map(({ MetricName, Threshold, Period, TreatMissingData }) => [MetricName, Threshold, Period, TreatMissingData])).toEqual([
      ['Age', 1200, 1200, 'breaching'], ['Errors', 2, 1800, 'notBreaching'], ['Refused', 0, 900, 'notBreaching'],
    ]);
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual(Array(3).fill(['arn:aws:sns:eu-central-1:123456789012:alarms']));
    expect(alarms.every(({ AlarmDescription }) => AlarmDescription.includes('last good list stays'))).toBe(true);
  });

  test('the list is kept with its versions, encrypted, and stays when the stack goes', () => {
    const bucket = onlyResource(stack, 'AWS::S3::Bucket');
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', Properties: { VersioningConfiguration: { Status: 'Enabled' } } });
    expect(JSON.stringify(bucket.Properties.BucketEncryption)).toContain('aws:kms');
  });
});

test('a rule names a fed list and IP sets that exist like a list of the template', () => {
  const stack = newStack();
  const feed = feedIn(stack, { existingSets: EXISTING });
  const firewall = new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.ENFORCE });
  const statement = WebFirewallStatement.addresses(feed, AddressList.fromIpSets([ipSet('of-others')], []));
  firewall.addRule(WebFirewallRule.match('Partners', { statement }));
  firewall.addRule(WebFirewallRule.route('PaymentsCallers', 'POST /payments', { addresses: [feed] }));
  const rules = onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules as any[];
  expect(rules.find(({ Name }) => Name === 'Partners').Statement.OrStatement.Statements.map((each: any) => each.IPSetReferenceStatement.Arn))
    .toEqual([ipSet('four'), ipSet('six'), ipSet('of-others')]);
  expect(JSON.stringify(rules.find(({ Name }) => Name === 'PaymentsCallers'))).toContain(ipSet('six'));
  expect(resourcesOf(stack, 'Custom::FedIpSet')).toEqual({});
});

test('in OBSERVE mode callers of an admitted list are not counted as unlisted', () => {
  const stack = newStack();
  const firewall = new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.OBSERVE });
  firewall.admit(AddressList.fromIpSets([], [ipSet('six')]));
  const rule = onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules.at(-1);
  expect(rule.Name).toBe('CountUnlistedAddresses');
  expect(JSON.stringify(rule.Statement.NotStatement)).toContain(ipSet('six'));
});

test('what exists is named by ARNs of regional IP sets, each once', () => {
  expect(() => AddressList.fromIpSets([], [])).toThrow('one or more, each once, received: none');
  expect(() => AddressList.fromIpSets([ipSet('a')], [ipSet('a')])).toThrow('each once');
  expect(() => AddressList.fromIpSets(['arn:aws:wafv2:us-east-1:123456789012:global/ipset/a/1'], [])).toThrow('the ARN of a regional ipset');
});

test('every kind of source brings the one right that it needs', () => {
  const stack = newStack();
  const key = kms.Key.fromKeyArn(stack, 'SourceKey', 'arn:aws:kms:eu-central-1:123456789012:key/2');
  feedIn(stack, {
    existingSets: EXISTING,
    sources: {
      parameter: AddressSource.ssmParameter(ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/partners/ranges'), { encryptionKey: key }),
      table: AddressSource.dynamoDbTable(dynamodb.Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-central-1:123456789012:table/partners')),
      prefixes: AddressSource.prefixList('pl-0123456789abcdef0'),
      name: AddressSource.dnsName('proxy.corp.example.com'),
      web: AddressSource.httpsDocument('https://feeds.example.com/partners.json', { jsonPath: '$.ranges[*]' }),
    },
  });
  const statements = statementsOf(stack, 'PartnersFeedPolicy');
  const resourceOf = (action: string) => JSON.stringify(statements.find(({ Action }) => Action === action)?.Resource);
  expect(resourceOf('ssm:GetParameter')).toContain(':parameter/partners/ranges"');
  expect(resourceOf('dynamodb:Scan')).toBe('"arn:aws:dynamodb:eu-central-1:123456789012:table/partners"');
  expect(resourceOf('ec2:GetManagedPrefixListEntries')).toContain(':prefix-list/pl-0123456789abcdef0"');
  expect(statements.find(({ Action }) => Action === 'kms:Decrypt')).toMatchObject({
    Resource: 'arn:aws:kms:eu-central-1:123456789012:key/2',
    Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['ssm.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } } },
  });
});

test('who operates a list may change it, see its history and run its feed, and nothing else of the account', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'OnCall', { assumedBy: new iam.AccountRootPrincipal() });
  feedIn(stack, { existingSets: EXISTING, listName: 'partners' }).grantOperate(role);
  const { Statement } = onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument;
  expect(Statement.flatMap(({ Action }: any) => Action).sort()).toEqual([
    'kms:Decrypt', 'kms:GenerateDataKey', 'lambda:InvokeFunction', 's3:GetObject', 's3:GetObjectVersion', 's3:ListBucket', 's3:ListBucketVersions',
    's3:PutObject', 'ssm:GetParameter', 'wafv2:GetIPSet', 'wafv2:UpdateIPSet',
  ]);
  expect(Statement.find(({ Action }: any) => Action.includes('kms:Decrypt')).Condition).toBeDefined();
  expect(JSON.stringify(Statement)).not.toMatch(/"Resource":"\*"/);
});

describe('what is not meant is refused at synth:', () => {
  const stack = newStack();
  let count = 0;
  const refused = (props: Partial<AddressFeedProps>) => () => feedIn(stack, { existingSets: EXISTING, ...props }, `Feed${++count}`);
  const https = (url: string, options = {}) => refused({ sources: { web: AddressSource.httpsDocument(url, options) } });

  test.each<[string, () => unknown, string]>([
    ['no source', refused({ sources: {} }), '1 to 20 sources'],
    ['a source with a name of spaces', refused({ sources: { 'a b': AddressSource.dnsName('a.example.com') } }), 'named by letters'],
    ['a name with a slash', refused({ listName: 'a/b' }), 'named by 1 to 64 letters'],
    ['a run every half minute', refused({ interval: Duration.seconds(30) }), 'every 1 to 720 whole minutes'],
    ['a list that is stale at once', refused({ staleAfter: Duration.minutes(20) }), 'stale after 2 intervals'],
    ['an empty list', refused({ bounds: { minEntries: 0 } }), '`minEntries` is a whole number, 1 to'],
    ['a floor above the ceiling', refused({ bounds: { minEntries: 9, maxEntries: 3 } }), 'room between its bounds'],
    ['a wider bound without a reason', refused({ bounds: { widestIpv4Prefix: 12 } }), 'takes a written `reason`, received: widestIpv4Prefix'],
    ['one set for both IP versions', refused({ existingSets: { ipv4SetArn: ipSet('a'), ipv6SetArn: ipSet('a') } }), 'one of each IP version'],
    ['a set of CloudFront', refused({ existingSets: { ...EXISTING, ipv4SetArn: 'arn:aws:wafv2:us-east-1:1:global/ipset/a/1' } }), 'the ARN of a regional ipset'],
    ['a prefix list by name', refused({ sources: { a: AddressSource.prefixList('mine') } }), 'named by its id'],
    ['a name without a domain', refused({ sources: { a: AddressSource.dnsName('localhost') } }), 'a name of several labels'],
    ['plain HTTP', https('http://feeds.example.com/a'), 'a literal URL of https'],
    ['a password in a URL', https('https://me:secret@feeds.example.com/a'), 'received: a URL with a password'],
    ['an address in place of a host', https('https://169.254.169.254/latest'), 'names its host'],
    ['an unbounded document', https('https://feeds.example.com/a', { maxBytes: 1e9 }), '1 to 4,194,304 bytes'],
    ['a JSON path with a filter', https('https://feeds.example.com/a', { jsonPath: '$..cidr' }), 'members, items and [*] only'],
    ['a configuration that no environment holds', refused({
      sources: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`s${at}`, AddressSource.httpsDocument(`https://feeds.example.com/${'x'.repeat(200)}`)])),
    }), 'fits into 4 KB'],
    ['one that fits in letters, and not in bytes', () => feedIn(newStack(), {
      sources: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`s${at}`, AddressSource.s3Object(
        s3.Bucket.fromBucketName(newStack(), 'Lists', 'lists'), `${at}${'\u00e9'.repeat(249)}`)])),
    }), 'fits into 4 KB'],
  ])('%s', (_, make, message) => expect(make).toThrow(message));

  test('an error never shows the password of a URL', () => {
    expect(https('https://me:secret@feeds.example.com/a')).not.toThrow('secret');
  });
});

test.each([['its own', {}, 19], ['existing', { existingSets: EXISTING }, 13]])('with %s sets it makes as many resources as its page says', (_, props, count) => {
  const stack = newStack();
  feedIn(stack, props);
  expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toHaveLength(count);
});

test('a bound that is wider says why, in the metadata of the construct', () => {
  const feed = feedIn(newStack(), { existingSets: EXISTING, bounds: { maxShrinkPercent: 90, reason: 'partners move in one night' } });
  expect(feed.node.metadata.find(({ type }) => type === 'cdk-private-api:address-feed-bounds')!.data).toBe('partners move in one night');
});

describe('sets that a feed may fill', () => {
  const refusal = (existing: (stack: Stack) => { ipv4SetArn: string; ipv6SetArn: string }) => () => {
    const stack = new Stack(undefined, 'Test', { env: { account: '123456789012', region: 'eu-central-1' } });
    feedIn(stack, { existingSets: existing(stack) });
  };

  test('are none that a template owns: those of a list, of blocked addresses, of another feed', () => {
    const why = 'a feed fills sets whose addresses no template owns';
    expect(refusal((stack) => {
      const { ipv4SetArns, ipv6SetArns } = new AddressList(stack, 'List');
      return { ipv4SetArn: ipv4SetArns[0]!, ipv6SetArn: ipv6SetArns[0]! };
    })).toThrow(`${why}, received: Test/List/Ipv4`);
    expect(refusal((stack) => new BlockedAddresses(stack, 'Blocked'))).toThrow(why);
    expect(refusal((stack) => feedIn(stack, {}, 'Others'))).toThrow(why);
  });

  test('are of its own account and Region', () => {
    const why = 'a feed fills sets of its own account and Region';
    expect(refusal(() => ({ ...EXISTING, ipv4SetArn: EXISTING.ipv4SetArn.replace('eu-central-1', 'us-east-1') }))).toThrow(why);
    expect(refusal(() => ({ ...EXISTING, ipv6SetArn: EXISTING.ipv6SetArn.replace('123456789012', '999999999999') }))).toThrow(why);
    expect(refusal(() => EXISTING)).not.toThrow();
  });

  test('are filled by one feed, and a name is one feed\'s', () => {
    const stack = newStack();
    feedIn(stack, { existingSets: EXISTING, listName: 'partners' }, 'One');
    feedIn(stack, { existingSets: EXISTING, listName: 'partners' }, 'Two');
    expect(() => Template.fromStack(stack)).toThrow(/a fed list has its name once[^]*an IP set is filled by one feed, received: one that Test\/Two fills too/);
    const apart = newStack();
    feedIn(apart, { existingSets: EXISTING, listName: 'partners' }, 'One');
    feedIn(new Stack(apart.node.root, 'Other'), { listName: 'partners' }, 'Two'); // in whichever account and Region
    expect(() => Template.fromStack(apart)).not.toThrow();
  });
});

describe('an isolated network', () => {
  const isolated = (stack: Stack) => new ec2.Vpc(stack, 'Net', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'x', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const sources = (stack: Stack) => ({
    parameter: AddressSource.ssmParameter(ssm.StringParameter.fromStringParameterName(stack, 'P', '/partners')),
    web: AddressSource.httpsDocument('https://feeds.example.com/partners.json'),
    own: AddressSource.httpsDocument('https://feeds.corp.example.com/partners.json', { privateHost: true }),
  });
  const ways = (stack: Stack) => warningsOf(stack).flatMap((text) => /has no ([^:]*): its runs/.exec(text)?.[1] ?? []);

  test('without a way to WAF or to a source is warned of', () => {
    const stack = newStack();
    feedIn(stack, { vpc: isolated(stack), sources: sources(stack) });
    expect(ways(stack)).toEqual(['`wafv2` endpoint', '`s3` endpoint', '`ssm` endpoint', 'way to the internet, for the source web']);
  });

  test('with all of them is not, nor is a network that another app owns', () => {
    const stack = newStack();
    const vpc = isolated(stack);
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    vpc.addInterfaceEndpoint('Waf', { service: new ec2.InterfaceVpcEndpointAwsService('wafv2') });
    vpc.addInterfaceEndpoint('Ssm', { service: ec2.InterfaceVpcEndpointAwsService.SSM });
    const { parameter, own } = sources(stack);
    feedIn(stack, { vpc, sources: { parameter, own } });
    feedIn(stack, { sources: { parameter } }, 'Imported');
    expect(ways(stack)).toEqual([]);
  });
});
