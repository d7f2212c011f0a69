import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteParameterCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CreateIPSetCommand, CreateWebACLCommand, GetIPSetCommand, UpdateIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { describeWith } from './support/engines';
import { FaultyRoad, seeded } from './support/faults';
import { Fed, hurried } from './support/fed';
import { type Moto, REGION, startMoto } from './support/moto';
import { Stacks } from './support/stacks';
import { main } from '../../src/cli/main';
import * as operations from '../../src/operations';
import { callerArn } from '../../src/operations/caller';
import { systemClock } from '../../src/operations/clock';
import { runFeed } from '../../src/operations/list/run';
import type { Operator } from '../../src/operations/operator';
import { type Readers, readSource } from '../../src/operations/sources/read';
import { readS3 } from '../../src/operations/sources/s3';
import { setKey } from '../../src/operations/waf/arn';
import { IpSets } from '../../src/operations/waf/ip-sets';
import { FEED_REGISTRY } from '../../src/values/feed-config';

/** Lambda's Invoke, as far as `sync` uses it: runs the feed of a list, and answers what it returns. */
function lambdaOf(run: (event: any) => Promise<unknown>): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      run(JSON.parse(Buffer.concat(chunks).toString())).then(
        (result) => response.writeHead(200).end(JSON.stringify(result)),
        (error: Error) => response.writeHead(200, { 'X-Amz-Function-Error': 'Unhandled' }).end(JSON.stringify({ errorMessage: error.message })),
      );
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describeWith(['moto'], 'the person on call', () => {
  let moto: Moto;
  let fed: Fed;
  let lambda: Server;
  let operator: Operator;
  let ipv4: string;
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

  beforeAll(async () => {
    moto = await startMoto();
    fed = await Fed.make(moto, 'Partners');
    const readers = { s3: async () => readS3 } as unknown as Readers;
    const list = () => ({ config: fed.config, store: fed.store, sets: new IpSets(fed.waf, systemClock), clock: systemClock });
    lambda = await lambdaOf(({ sync }) => runFeed(list(), (source) => readSource(source, fed.config.bounds, fed.s3, readers), {
      id: randomUUID(), by: sync.by, at: new Date().toISOString(), reason: sync.reason,
    }, sync));
    const ssm = new SSMClient(moto.client);
    operator = {
      ssm,
      waf: new WAFV2Client(moto.client),
      s3: fed.s3,
      lambda: new LambdaClient({ ...moto.client, endpoint: `http://127.0.0.1:${(lambda.address() as AddressInfo).port}` }),
      cloudFormation: new CloudFormationClient(moto.client),
      clock: systemClock,
      who: () => callerArn({ region: async () => REGION, credentials: async () => moto.client.credentials }, { AWS_ENDPOINT_URL: moto.url }),
    };
    await ssm.send(new PutParameterCommand({
      Name: `${FEED_REGISTRY}Partners`, Type: 'String', Value: JSON.stringify({ config: fed.config, functionName: 'partners-feed' }),
    }));
    const sets = fed.config;
    ipv4 = sets.ipv4SetArn;
    const visibilityConfig = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'x' };
    await operator.waf.send(new CreateWebACLCommand({
      Name: 'payments',
      Scope: 'REGIONAL',
      DefaultAction: { Block: {} },
      VisibilityConfig: visibilityConfig,
      Rules: [{
        Name: 'BlockedAddresses',
        Priority: 0,
        Action: { Block: {} },
        VisibilityConfig: visibilityConfig,
        Statement: { OrStatement: { Statements: (await blockedArns()).map((ARN) => ({ IPSetReferenceStatement: { ARN } })) } },
      }],
    }));
    await fed.says('10.20.0.0/24\n10.40.0.0/24 # main office\n');
  }, 90_000);
  afterAll(async () => {
    lambda?.close();
    await moto?.stop();
  });

  let blockedFed: Fed | undefined;
  const blockedArns = async () => {
    blockedFed ??= await Fed.make(moto, 'Blocked');
    return [blockedFed.config.ipv4SetArn, blockedFed.config.ipv6SetArn];
  };

  /** Runs a command line; gives what it printed, and how it ended. */
  const ended = async (by: Operator, ...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
    let [out, err] = ['', ''];
    const code = await main(argv, {
      out: (text) => { out += text; }, err: (text) => { err += text; }, colours: false, now: Date.now,
    }, [], () => ({ ...operations, thisOperator: () => by }));
    return { code, out, err };
  };
  const cli = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await ended(operator, ...argv);
    if (code === 2) {
      throw new Error(err);
    }
    return out.trimEnd();
  };
  const acl = ['--web-acl', 'payments'];
  const why = ['--reason', 'incident 7'];

  describe('with a fed list', () => {
    test('`sync --dry-run` shows the change, and changes nothing', async () => {
      expect(await cli('addresses', 'sync', '--list', 'Partners', '--dry-run')).toBe('would be changed: version 1, 2 ranges\n  + 10.20.0.0/24\n  + 10.40.0.0/24');
      expect(await fed.live()).toEqual([]);
    });

    test('`sync` runs the feed, and needs a reason', async () => {
      await expect(cli('addresses', 'sync', '--list', 'Partners')).rejects.toThrow('for a written reason');
      expect(await cli('addresses', 'sync', '--list', 'Partners', ...why)).toBe('changed: version 1, 2 ranges\n  + 10.20.0.0/24\n  + 10.40.0.0/24');
      expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
    });

    test('`add` with a dry run shows the change; without one it is done, and the list tells who, why and until when', async () => {
      const add = ['addresses', 'add', '10.50.0.0/24', '--list', 'Partners', '--until', tomorrow, ...why];
      expect(await cli(...add, '--dry-run')).toBe('Partners: would be version 2\n  + 10.50.0.0/24');
      expect(await fed.live()).not.toContain('10.50.0.0/24');
      expect(await cli(...add)).toBe('Partners: is version 2\n  + 10.50.0.0/24');
      expect(await fed.live()).toContain('10.50.0.0/24');
      const text = await cli('addresses', 'list', '--list', 'Partners');
      expect(text).toContain('Partners: version 2, 3 entries, 3 ranges merged');
      expect(text).toMatch(new RegExp(`10\\.50\\.0\\.0/24 +arn:aws:\\S+ +${tomorrow} +incident 7`));
      expect(text).toMatch(/10\.40\.0\.0\/24 +partners +main office/);
      expect(await cli('addresses', 'list')).toBe('Partners');
    });

    test('the same rules hold for a person: no wide range, no end in the past, no empty list', async () => {
      const add = (range: string, ...more: string[]) => cli('addresses', 'add', range, '--list', 'Partners', ...why, ...more);
      await expect(add('0.0.0.0/0')).rejects.toThrow('never holds the whole internet');
      await expect(add('10.0.0.0/8')).rejects.toThrow('a /16 or narrower');
      await expect(add('10.60.0.0/24', '--until', '2020-01-01')).rejects.toThrow('ends in the future');
      await expect(cli('addresses', 'remove', '10.0.0.0/8', '--list', 'Partners', ...why)).rejects.toThrow('never empty');
      expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24', '10.50.0.0/24']);
    });

    test('`remove`, `rollback` and `history` tell one story', async () => {
      expect(await cli('addresses', 'remove', '10.40.0.0/24', '--list', 'Partners', ...why)).toBe('Partners: is version 3\n  - 10.40.0.0/24');
      expect(await cli('addresses', 'rollback', '--list', 'Partners', ...why)).toBe('Partners: is version 4, with the content of version 2\n  + 10.40.0.0/24');
      expect(await cli('addresses', 'list', '--list', 'Partners')).toMatch(/held by arn:aws:\S+ since \S+, until `sync`: incident 7/);
      expect(await cli('addresses', 'sync', '--list', 'Partners', '--reason', 'the feed is fine')).toBe('changed: version 5, 3 ranges');
      const history = await cli('addresses', 'history', '--list', 'Partners');
      expect(history.split('\n').filter((line) => /^\d/.test(line)).map((line) => line.split('  ').slice(0, 4).filter((_, at) => at !== 1))).toEqual([
        ['5', 'release', expect.stringMatching(/^arn:aws:.*: the feed is fine$/)], ['4', 'rollback to 2', expect.stringMatching(/incident 7$/)],
        ['3', 'remove', expect.stringMatching(/incident 7$/)], ['2', 'add', expect.stringMatching(/incident 7$/)], ['1', 'feed', expect.stringMatching(/incident 7$/)],
      ]);
      expect(history).toMatch(/partners sha256:[0-9a-f]{16}/);
    });

    test('a refused change shows how to take it, and the history tells that the bounds were set aside', async () => {
      const before = await fed.live();
      const many = Array.from({ length: 40 }, (_, at) => `10.21.${at * 2}.0/24`);
      await fed.says(['10.20.0.0/24', ...many].join('\n'));
      const shown = await ended(operator, 'addresses', 'sync', '--list', 'Partners', '--dry-run');
      const [, offer] = /\ntake exactly this, where the percentages alone refuse it: --accept ([0-9a-f]{32})$/.exec(shown.out.trimEnd())!;
      expect(shown.code).toBe(1);
      await expect(cli('addresses', 'sync', '--list', 'Partners', '--accept', 'f'.repeat(12), ...why)).rejects.toThrow(`now make ${offer}: look at a dry run once more`);
      expect(await fed.live()).toEqual(before);
      expect(await cli('addresses', 'sync', '--list', 'Partners', '--accept', offer!, ...why)).toMatch(/^changed/);
      expect(await cli('addresses', 'history', '--list', 'Partners', '--most', '1')).toContain(
        `incident 7  (the percentages of the bounds were set aside for the offer ${offer})`);
      await fed.says('10.20.0.0/24\n10.40.0.0/24\n');
      const { out } = await ended(operator, 'addresses', 'sync', '--list', 'Partners', '--dry-run');
      await cli('addresses', 'sync', '--list', 'Partners', '--accept', /--accept ([0-9a-f]{32})/.exec(out)![1]!, ...why);
    });

    test('two people at once lose nothing', async () => {
      await Promise.all(['10.61.0.0/24', '10.63.0.0/24', '10.65.0.0/24'].map((range) => cli('addresses', 'add', range, '--list', 'Partners', ...why)));
      expect(await fed.live()).toEqual(expect.arrayContaining(['10.61.0.0/24', '10.63.0.0/24', '10.65.0.0/24']));
    }, 60_000);
  });

  test('a list that the template owns is refused, with the line to edit', async () => {
    await new Stacks(moto).deploy('Payments', {
      List: {
        Type: 'AWS::WAFv2::IPSet',
        Properties: { Name: 'payments-addresses', Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ['10.20.0.0/16'] },
        Metadata: {
          'aws:cdk:path': 'Payments/Api/Addresses/Ipv4', 'cdk-private-api:address-list': [{ application: 'Billing', ranges: '10.20.0.0/16' }],
        },
      } as { Type: string },
    });
    await expect(cli('addresses', 'add', '10.9.0.0/16', '--list', 'payments-addresses', ...why)).rejects.toThrow(
      'received: add 10.9.0.0/16: write `addressList.add(\'10.9.0.0/16\', { application: \'...\', reason: \'...\' })` for the construct Payments/Api/Addresses, '
      + 'or the range among the `addresses` of its consumer, and deploy the stack Payments');
    await expect(cli('addresses', 'remove', '10.20.0.0/16', '--list', 'payments-addresses', ...why)).rejects.toThrow(
      'take \'10.20.0.0/16\' of the application Billing out of `addressList.add(...)` for the construct Payments/Api/Addresses');
    await expect(cli('addresses', 'list', '--list', 'nobody')).rejects.toThrow('one of those that are fed here (Partners), received: "nobody"');
  }, 60_000);

  test('such a list is found by the path of its construct and by a logical id, and the range that holds another is named', async () => {
    const set = (version: 4 | 6, ranges: string, application: string) => ({
      Type: 'AWS::WAFv2::IPSet',
      Properties: { Scope: 'REGIONAL', IPAddressVersion: `IPV${version}`, Addresses: ranges.split(' ') },
      Metadata: { 'aws:cdk:path': `Pay/Callers/Ipv${version}`, 'cdk-private-api:address-list': [{ application, ranges }] },
    });
    await new Stacks(moto).deploy('Pay', {
      CallersIpv4C5A48EB0: set(4, '10.20.0.0/16 10.31.0.0/24', 'Billing'), CallersIpv6A1B2C3D4: set(6, 'fd00:20::/48', 'Ledger'),
    } as { [id: string]: { Type: string } });
    const remove = (list: string, range: string) => cli('addresses', 'remove', range, '--list', list, ...why);
    for (const called of ['Callers', 'Pay/Callers', 'CallersIpv4C5A48EB0']) {
      await expect(remove(called, '10.20.7.0/24')).rejects.toThrow('received: remove 10.20.7.0/24: take \'10.20.0.0/16\', of which 10.20.7.0/24 is a part, of the '
        + 'application Billing out of `addressList.add(...)` for the construct Pay/Callers, or out of the `addresses` of its consumer, and deploy the stack Pay');
    }
    await expect(remove('Callers', 'fd00:20::/48')).rejects.toThrow('take \'fd00:20::/48\' of the application Ledger out');
    await expect(remove('Callers', '10.30.0.0/15')).rejects.toThrow('take \'10.31.0.0/24\', which is a part of 10.30.0.0/15, of the application Billing out');
    await expect(remove('Callers', '10.99.0.0/24')).rejects.toThrow('there is nothing to take out, since the construct Pay/Callers does not hold the range');
    await expect(remove('allers', '10.20.0.0/16')).rejects.toThrow('one of those that are fed here (Partners), received: "allers"');
  }, 60_000);

  describe('with blocked addresses', () => {
    const live = async () => (await blockedFed!.live());
    const records = async () => (await operator.ssm.send(new GetParametersByPathCommand({
      Path: '/cdk-private-api/blocks/', Recursive: true,
    }))).Parameters!.filter(({ Name }) => !Name!.includes('/ended/'));

    test('`block` turns an address away until an end, for a reason, in the set of its IP version', async () => {
      const block = (address: string, ...more: string[]) => cli('block', '--address', address, '--until', tomorrow, ...why, ...acl, ...more);
      expect(await block('10.20.0.7', '--dry-run')).toMatch(/^ {2}\+ 10\.20\.0\.7\/32\n1 would be blocked:/);
      expect([await live(), await records()]).toEqual([[], []]);
      expect(await block('10.20.0.7')).toMatch(new RegExp(`\\+ 10\\.20\\.0\\.7/32\n1 is blocked:\n  10\\.20\\.0\\.7/32  ${tomorrow}  arn:aws:\\S+ +incident 7`));
      await block('fd00:20::7');
      expect(await live()).toEqual(['10.20.0.7/32', 'fd00:20::7/128']);
    });

    test('an end in the past, no end, no reason, everybody: each is refused', async () => {
      const block = (...more: string[]) => cli('block', ...acl, ...more);
      await expect(block('--address', '10.0.0.1', '--until', '2020-01-01', ...why)).rejects.toThrow('ends in the future');
      await expect(block('--address', '10.0.0.1', ...why)).rejects.toThrow('--until');
      await expect(block('--address', '10.0.0.1', '--until', tomorrow)).rejects.toThrow('--reason');
      await expect(block('--address', '0.0.0.0/0', '--until', tomorrow, ...why)).rejects.toThrow('whole internet');
      expect(await live()).toEqual(['10.20.0.7/32', 'fd00:20::7/128']);
    });

    test('everybody by halves is refused, and what was refused leaves nothing behind', async () => {
      await cli('block', '--address', '0.0.0.0/1', '--until', tomorrow, '--wide', ...why, ...acl);
      await expect(cli('block', '--address', '128.0.0.0/1', '--until', tomorrow, '--wide', ...why, ...acl)).rejects.toThrow('whole internet');
      expect((await records()).filter(({ Value }) => Value!.includes('128.0.0.0/1'))).toEqual([]);
      await cli('unblock', '--address', '0.0.0.0/1', ...why, ...acl);
      await cli('block', '--address', '10.20.0.7', '--until', tomorrow, ...why, ...acl);
      expect(await live()).toEqual(['10.20.0.7/32', 'fd00:20::7/128']);
    });

    test('two people who block one half each block one half, and the next command goes on', async () => {
      const halves = await Promise.allSettled(['0.0.0.0/1', '128.0.0.0/1'].map((half) => cli('block', '--address', half, '--until', tomorrow, '--wide', ...why, ...acl)));
      expect(halves.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(1);
      expect((await live()).filter((range) => range.endsWith('/1')).length).toBeLessThanOrEqual(1);
      await cli('blocked', ...acl);
      await cli('unblock', '--address', '0.0.0.0/1', ...why, ...acl).catch(() => undefined);
      await cli('unblock', '--address', '128.0.0.0/1', ...why, ...acl).catch(() => undefined);
      await cli('block', '--address', '10.20.0.7', '--until', tomorrow, ...why, ...acl);
      expect(await live()).toEqual(['10.20.0.7/32', 'fd00:20::7/128']);
    });

    test('a block that has ended is taken out by the next command', async () => {
      const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
      const [record] = (await records()).filter(({ Value }) => Value!.includes('10.20.0.7'));
      await operator.ssm.send(new PutParameterCommand({ Name: record!.Name, Overwrite: true, Value: record!.Value!.replace(tomorrow, yesterday) }));
      expect(await cli('blocked', ...acl)).toMatch(/^ {2}- 10\.20\.0\.7\/32\n1 is blocked:\n {2}fd00:20::7\/128/);
      expect([await live(), (await records()).length]).toEqual([['fd00:20::7/128'], 1]);
    });

    test('what somebody else put into the set stays, and is shown without an end', async () => {
      const key = setKey(blockedFed!.config.ipv4SetArn);
      const { LockToken } = await operator.waf.send(new GetIPSetCommand(key));
      await operator.waf.send(new UpdateIPSetCommand({ ...key, Addresses: ['10.99.0.0/24'], LockToken }));
      expect(await cli('blocked', ...acl)).toMatch(/10\.99\.0\.0\/24 +no end known/);
      await cli('unblock', '--address', '10.99.0.0/24', ...why, ...acl);
      expect(await live()).toEqual(['fd00:20::7/128']);
      await expect(cli('unblock', '--address', '10.99.0.0/24', ...why, ...acl)).rejects.toThrow('received: 10.99.0.0/24, which is not blocked');
    });

    test('a set that was reset is filled again by the next command', async () => {
      await cli('block', '--address', '10.20.0.8', '--until', tomorrow, ...why, ...acl);
      const key = setKey(blockedFed!.config.ipv4SetArn);
      const { LockToken } = await operator.waf.send(new GetIPSetCommand(key));
      await operator.waf.send(new UpdateIPSetCommand({ ...key, Addresses: [], LockToken }));
      expect(await cli('blocked', ...acl)).toMatch(/\+ 10\.20\.0\.8\/32/);
      expect(await live()).toContain('10.20.0.8/32');
    });

    test('who unblocked what, and why, is known for 30 days, and so is what ended by itself', async () => {
      const past = (await cli('blocked', '--ended', ...acl)).split('\n');
      expect(past).toContainEqual(expect.stringMatching(/^10\.99\.0\.0\/24 +ended \S+Z +by arn:aws:\S+: incident 7 +nobody left a record$/));
      expect(past).toContainEqual(expect.stringMatching(/^0\.0\.0\.0\/1 +ended \S+Z +by arn:aws:\S+: incident 7 +blocked by arn:aws:\S+: incident 7$/));
      expect(past).toContainEqual(expect.stringMatching(/^10\.20\.0\.7\/32 +ended \S+ +by itself +blocked by arn:aws:\S+: incident 7$/));
      const inAMonth = { ...operator, clock: { ...systemClock, now: () => Date.now() + 31 * 86_400_000 } };
      expect(await operations.endedBlocks(inAMonth, { webAcl: 'payments' })).toEqual([]);
      await expect(cli('unblock', '--address', '10.20.0.8', ...acl)).rejects.toThrow('--reason');
      await expect(cli('unblock', '--address', '10.20.0.8', '--reason', ' ', ...acl)).rejects.toThrow('unblocks an address for a written reason');
    });

    test('what is forgotten after a month leaves the account too', async () => {
      const path = `/cdk-private-api/blocks/${setKey(blockedFed!.config.ipv4SetArn).Id}/ended/`;
      const old = JSON.stringify({ cidr: '10.98.0.0/24', until: '2020-01-01', reason: 'old', by: 'x', at: '2019-01-01T00:00:00Z' });
      await operator.ssm.send(new PutParameterCommand({ Name: `${path}old`, Type: 'String', Value: old }));
      await cli('block', '--address', '10.98.0.1', '--until', tomorrow, ...why, ...acl);
      await cli('unblock', '--address', '10.98.0.1', ...why, ...acl);
      const { Parameters } = await operator.ssm.send(new GetParametersByPathCommand({ Path: path }));
      expect(Parameters!.map(({ Name }) => Name)).not.toContain(`${path}old`);
      expect(Parameters!.map(({ Value }) => JSON.parse(Value!).cidr)).toContain('10.98.0.1/32');
    });

    test('everybody in a network is not blocked by one digit: a wide range takes a word more', async () => {
      const block = (address: string, ...more: string[]) => cli('block', '--address', address, '--until', tomorrow, ...why, ...acl, ...more);
      const before = await live();
      await expect(block('10.0.0.0/8')).rejects.toThrow('is blocked with `--wide`, since everybody in it is turned away');
      await expect(block('fd00::/32', '--dry-run')).rejects.toThrow('received: fd00::/32');
      expect(await live()).toEqual(before);
      expect(await block('10.0.0.0/8', '--wide', '--dry-run')).toContain('+ 10.0.0.0/8');
    });

    test('a block with an earlier end shortens none, and says so', async () => {
      const later = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
      await cli('block', '--address', '10.95.0.1', '--until', later, ...why, ...acl);
      expect(await cli('block', '--address', '10.95.0.1', '--until', tomorrow, ...why, ...acl)).toMatch(
        new RegExp(`^10.95.0.1/32 is blocked until ${later} already: \`unblock\` it first, to have it end sooner\n`));
      await cli('unblock', '--address', '10.95.0.1', ...why, ...acl);
    });

    test('what WAF refuses leaves no record either: the set of the other IP version', async () => {
      const before = await records();
      const { ipv6SetArn } = blockedFed!.config;
      await expect(cli('block', '--ipv4-set', ipv6SetArn, '--address', '10.94.0.1', '--until', tomorrow, ...why)).rejects.toThrow('WAFInvalidParameterException');
      expect(await records()).toEqual(before);
      await cli('blocked', ...acl);
    });

    test.each([['too long', 'x'.repeat(501)], ['a reference to another parameter', 'see {{other}}']])('a reason that is %s is refused before anything is stored', async (_, text) => {
      await expect(cli('block', '--address', '10.93.0.1', '--until', tomorrow, '--reason', text, ...acl)).rejects.toThrow('1 to 500 characters, without {{, received:');
      await expect(cli('addresses', 'add', '10.93.0.1', '--list', 'Partners', '--reason', text)).rejects.toThrow('changes a list for a written reason');
    });

    test('an address within a blocked range is not free, and `unblock` says so', async () => {
      await cli('block', '--address', '10.97.0.0/16', '--until', tomorrow, ...why, ...acl);
      await expect(cli('unblock', '--address', '10.97.0.7', ...why, ...acl)).rejects.toThrow(
        new RegExp(`received: 10\\.97\\.0\\.7/32, which is still blocked as part of 10\\.97\\.0\\.0/16 \\(by arn:aws:\\S+, until ${tomorrow}: incident 7\\)`));
      await cli('block', '--address', '10.97.0.7', '--until', tomorrow, ...why, ...acl);
      expect(await cli('unblock', '--address', '10.97.0.7', ...why, ...acl)).toMatch(/^ {2}- 10\.97\.0\.7\/32\nstill blocked as part of 10\.97\.0\.0\/16 \(by arn/);
      await cli('unblock', '--address', '10.97.0.0/16', ...why, ...acl);
    });

    test('a rule of another name is found by the blocked sets that it refers to', async () => {
      const sets = await Promise.all(['IPV4', 'IPV6'].map(async (version) => (await operator.waf.send(new CreateIPSetCommand({
        Name: `Central-blocked-${version.toLowerCase()}`, Scope: 'REGIONAL', IPAddressVersion: version as 'IPV4', Addresses: [],
      }))).Summary!.ARN!));
      const VisibilityConfig = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'x' };
      const rule = (Name: string, Priority: number, arns: string[]) => ({
        Name,
        Priority,
        VisibilityConfig,
        Action: { Block: {} },
        Statement: { OrStatement: { Statements: arns.map((ARN) => ({ IPSetReferenceStatement: { ARN } })) } },
      });
      const other = [fed.config.ipv4SetArn, fed.config.ipv6SetArn];
      const acls = { central: [rule('Others', 0, other), rule('BlockNow', 1, sets)], others: [rule('Others', 0, other)] };
      for (const [Name, Rules] of Object.entries(acls)) {
        await operator.waf.send(new CreateWebACLCommand({ Name, Scope: 'REGIONAL', DefaultAction: { Block: {} }, VisibilityConfig, Rules }));
      }
      expect(await cli('block', '--web-acl', 'central', '--address', '10.96.0.1', '--until', tomorrow, ...why)).toContain('+ 10.96.0.1/32');
      const { IPSet } = await operator.waf.send(new GetIPSetCommand(setKey(sets[0]!)));
      expect(IPSet!.Addresses).toEqual(['10.96.0.1/32']);
      await expect(cli('blocked', '--web-acl', 'others')).rejects.toThrow('(others are named by --ipv4-set and --ipv6-set), received: "others" without one');
      await cli('unblock', '--web-acl', 'central', '--address', '10.96.0.1', ...why);
    });

    test('`unblock` ends a block and all within its range, and leaves no record that blocks', async () => {
      expect(await cli('unblock', '--address', '10.20.0.0/24', ...why, ...acl)).toMatch(/- 10\.20\.0\.8\/32/);
      await cli('unblock', '--address', 'fd00:20::/32', ...why, ...acl);
      expect([await live(), await records()]).toEqual([[], []]);
    });

    test('people who block and unblock at once lose nothing', async () => {
      const addresses = Array.from({ length: 6 }, (_, at) => `10.70.0.${at * 2}`);
      await cli('block', '--address', '10.71.0.1', '--until', tomorrow, ...why, ...acl);
      await Promise.all([
        ...addresses.map((address) => cli('block', '--address', address, '--until', tomorrow, ...why, ...acl)), cli('unblock', '--address', '10.71.0.1', ...why, ...acl),
      ]);
      expect((await live()).sort()).toEqual(addresses.map((address) => `${address}/32`).sort());
    }, 60_000);

    test('a record that no command wrote is named, and blocks nothing and unblocks nothing', async () => {
      const Name = `/cdk-private-api/blocks/${setKey(blockedFed!.config.ipv4SetArn).Id}/by-hand`;
      await operator.ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: '{"cidr":"10.0.0.0/24","until":"soon"}' }));
      const before = await live();
      await expect(cli('blocked', ...acl)).rejects.toThrow(`delete the parameter, received: other text in ${Name}`);
      expect(await live()).toEqual(before);
      await operator.ssm.send(new DeleteParameterCommand({ Name }));
    });

    test('the sets may be named in place of the web ACL, and one of the two must be', async () => {
      expect(await cli('blocked', '--ipv4-set', ipv4, '--dry-run')).toMatch(/would be blocked/);
      await expect(cli('blocked')).rejects.toThrow('received: neither');
      await expect(cli('blocked', '--web-acl', 'other')).rejects.toThrow('(payments, central, others), received: "other"');
    });
  });

  describe('what a command cannot do, it says in one line:', () => {
    const saying = async (by: Partial<Operator>, ...argv: string[]) => {
      const { code, out, err } = await ended({ ...operator, ...by }, ...argv);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^cdk-private-api: [^\n]+\n$/);
      return err;
    };
    const list = ['addresses', 'list', '--list', 'Partners'];

    test('AWS denies it', async () => {
      const road = await FaultyRoad.to(moto);
      road.plan = ({ operation }) => (operation === 'GetIPSet' ? 'denied' : undefined);
      const waf = new WAFV2Client({ ...moto.client, endpoint: road.url, maxAttempts: 1 });
      expect(await saying({ waf }, 'addresses', 'add', '10.80.0.0/24', '--list', 'Partners', ...why)).toContain(
        'takes the permissions that docs/address-feeds.md names, received: not authorized');
      await road.close();
    });

    test('somebody else writes all the time', async () => {
      const road = await FaultyRoad.to(moto);
      road.plan = ({ operation }) => (operation === 'UpdateIPSet' ? 'throttle' : undefined);
      const waf = new WAFV2Client({ ...moto.client, endpoint: road.url, maxAttempts: 1 });
      const err = await saying({ waf, clock: hurried(seeded(1)) }, 'addresses', 'add', '10.82.0.0/24', '--list', 'Partners', ...why);
      expect(err).toContain('run the command once more, received: ThrottlingException (Rate exceeded)');
      await road.close();
      // What was stored is applied by whoever comes next.
      await cli('addresses', 'sync', '--list', 'Partners', '--reason', 'after a busy hour');
      expect(await fed.live()).toContain('10.82.0.0/24');
    }, 60_000);

    test('the list is not known, also to somebody who may see no other', async () => {
      expect(await saying({}, 'addresses', 'list', '--list', 'nobody')).toContain('(Partners), received: "nobody"');
      const road = await FaultyRoad.to(moto);
      road.plan = ({ operation }) => (operation === 'ListIPSets' || operation === 'GetParametersByPath' ? 'denied' : undefined);
      const [waf, ssm] = [new WAFV2Client({ ...moto.client, endpoint: road.url }), new SSMClient({ ...moto.client, endpoint: road.url })];
      expect(await saying({ waf, ssm }, 'addresses', 'list', '--list', 'nobody')).toContain('(you may not list them), received: "nobody"');
      await road.close();
    });

    test.each<[string, string[]]>([
      ['no such command', ['addresses', 'empty']], ['no list', ['addresses', 'history']], ['no range', ['addresses', 'add', '--list', 'Partners', '--reason', 'x']],
    ])('%s', async (_, argv) => {
      const { code, out, err } = await ended(operator, ...argv);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^error: /);
    });

    test('no Region', async () => {
      const ssm = new SSMClient({ endpoint: moto.url, credentials: moto.client.credentials, region: async () => { throw new Error('Region is missing'); } });
      expect(await saying({ ssm }, ...list)).toContain('set AWS_REGION, or one in the profile, received: none');
    });
  });

  test('what a feed or a person writes never steers the terminal of the person on call', async () => {
    await cli('addresses', 'add', '10.84.0.0/24', '--list', 'Partners', '--reason', 'fine\u001b[2J\u202egnihton\nversion 9: all is well');
    const lines = (await cli('addresses', 'list', '--list', 'Partners')).split('\n').filter((line) => line.includes('all is well'));
    expect(lines).toEqual([expect.stringMatching(/^10\.84\.0\.0\/24 .*fine\uFFFD\[2J\uFFFDgnihton\uFFFDversion 9: all is well$/)]);
  });

  describe('as a program of its own, the command', () => {
    const program = (env: NodeJS.ProcessEnv, ...argv: string[]) => new Promise<{ code: number; out: string; err: string }>((resolve) => execFile(
      process.execPath, ['--require', 'tsx/cjs', join(__dirname, '../../src/cli/index.ts'), ...argv], { cwd: join(__dirname, '../..'), env },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err })));
    const bare = { PATH: process.env.PATH, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };

    test('takes its clients from the machine it runs on', async () => {
      expect(await program(moto.environment, 'addresses', 'list')).toEqual({ code: 0, out: 'Partners\n', err: '' });
    }, 60_000);

    test('says in one line that there is no Region, or that there are no credentials', async () => {
      expect(await program(bare, 'addresses', 'list')).toEqual({
        code: 2, out: '', err: 'cdk-private-api: a live account is asked in one Region: set AWS_REGION, or one in the profile, received: none\n',
      });
      expect(await program({ ...bare, AWS_REGION: 'eu-central-1' }, 'addresses', 'list')).toEqual({
        code: 2, out: '', err: expect.stringMatching(/^cdk-private-api: a live account takes credentials: set AWS_PROFILE, or sign in, received: none \([^\n]*\)\n$/),
      });
    }, 60_000);
  });
});
