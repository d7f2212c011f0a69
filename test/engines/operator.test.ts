import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CreateWebACLCommand, GetIPSetCommand, UpdateIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { Command } from 'commander';
import { describeWith } from './support/engines';
import { Fed } from './support/fed';
import { type Moto, REGION, startMoto } from './support/moto';
import { Stacks } from './support/stacks';
import { addAddressesCommand } from '../../src/cli/commands/addresses';
import { addBlockCommands } from '../../src/cli/commands/block';
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

  /** Runs a command line; gives what it printed. */
  const cli = async (...argv: string[]): Promise<string> => {
    let printed = '';
    const program = new Command('cdk-private-api').exitOverride().configureOutput({ writeOut: (text) => (printed += text), writeErr: (text) => (printed += text) });
    const load = async () => ({ ...operations, thisOperator: () => operator });
    addAddressesCommand(program, load);
    addBlockCommands(program, load);
    await program.parseAsync(argv, { from: 'user' });
    return printed.trimEnd();
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
      expect(await cli('addresses', 'rollback', '--list', 'Partners', ...why)).toBe('Partners: is version 4\n  + 10.40.0.0/24');
      expect(await cli('addresses', 'list', '--list', 'Partners')).toMatch(/held by arn:aws:\S+ since \S+, until `sync`: incident 7/);
      expect(await cli('addresses', 'sync', '--list', 'Partners', '--reason', 'the feed is fine')).toBe('changed: version 5, 3 ranges');
      const history = await cli('addresses', 'history', '--list', 'Partners');
      expect(history.split('\n').filter((line) => /^\d/.test(line)).map((line) => line.split('  ').slice(0, 4).filter((_, at) => at !== 1))).toEqual([
        ['5', 'release', expect.stringMatching(/^arn:aws:.*: the feed is fine$/)], ['4', 'rollback', expect.stringMatching(/incident 7$/)],
        ['3', 'remove', expect.stringMatching(/incident 7$/)], ['2', 'add', expect.stringMatching(/incident 7$/)], ['1', 'feed', expect.stringMatching(/incident 7$/)],
      ]);
      expect(history).toMatch(/partners sha256:[0-9a-f]{16}/);
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

  describe('with blocked addresses', () => {
    const live = async () => (await blockedFed!.live());
    const records = async () => (await operator.ssm.send(new GetParametersByPathCommand({ Path: '/cdk-private-api/blocks/', Recursive: true }))).Parameters!;

    test('`block` turns an address away until an end, for a reason, in the set of its IP version', async () => {
      const block = (address: string, ...more: string[]) => cli('block', '--address', address, '--until', tomorrow, ...why, ...acl, ...more);
      expect(await block('10.20.0.7', '--dry-run')).toMatch(/^ {2}\+ 10\.20\.0\.7\/32\n1 would be blocked:/);
      expect([await live(), await records()]).toEqual([[], []]);
      expect(await block('10.20.0.7')).toMatch(new RegExp(`\\+ 10\\.20\\.0\\.7/32\n1 are blocked:\n  10\\.20\\.0\\.7/32  ${tomorrow}  arn:aws:\\S+ +incident 7`));
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

    test('a block that has ended is taken out by the next command', async () => {
      const [record] = (await records()).filter(({ Value }) => Value!.includes('10.20.0.7'));
      await operator.ssm.send(new PutParameterCommand({ Name: record!.Name, Overwrite: true, Value: record!.Value!.replace(tomorrow, '2020-01-01') }));
      expect(await cli('blocked', ...acl)).toMatch(/^ {2}- 10\.20\.0\.7\/32\n1 are blocked:\n {2}fd00:20::7\/128/);
      expect([await live(), (await records()).length]).toEqual([['fd00:20::7/128'], 1]);
    });

    test('what somebody else put into the set stays, and is shown without an end', async () => {
      const key = setKey(blockedFed!.config.ipv4SetArn);
      const { LockToken } = await operator.waf.send(new GetIPSetCommand(key));
      await operator.waf.send(new UpdateIPSetCommand({ ...key, Addresses: ['10.99.0.0/24'], LockToken }));
      expect(await cli('blocked', ...acl)).toMatch(/10\.99\.0\.0\/24 +no end known/);
      await cli('unblock', '--address', '10.99.0.0/24', ...acl);
      expect(await live()).toEqual(['fd00:20::7/128']);
      await expect(cli('unblock', '--address', '10.99.0.0/24', ...acl)).rejects.toThrow('a range that is unblocked is blocked');
    });

    test('a set that was reset is filled again by the next command', async () => {
      await cli('block', '--address', '10.20.0.8', '--until', tomorrow, ...why, ...acl);
      const key = setKey(blockedFed!.config.ipv4SetArn);
      const { LockToken } = await operator.waf.send(new GetIPSetCommand(key));
      await operator.waf.send(new UpdateIPSetCommand({ ...key, Addresses: [], LockToken }));
      expect(await cli('blocked', ...acl)).toMatch(/\+ 10\.20\.0\.8\/32/);
      expect(await live()).toContain('10.20.0.8/32');
    });

    test('`unblock` ends a block and all within its range, and leaves no record', async () => {
      expect(await cli('unblock', '--address', '10.20.0.0/24', ...acl)).toMatch(/- 10\.20\.0\.8\/32/);
      await cli('unblock', '--address', 'fd00:20::/32', ...acl);
      expect([await live(), await records()]).toEqual([[], []]);
    });

    test('people who block and unblock at once lose nothing', async () => {
      const addresses = Array.from({ length: 6 }, (_, at) => `10.70.0.${at * 2}`);
      await cli('block', '--address', '10.71.0.1', '--until', tomorrow, ...why, ...acl);
      await Promise.all([
        ...addresses.map((address) => cli('block', '--address', address, '--until', tomorrow, ...why, ...acl)), cli('unblock', '--address', '10.71.0.1', ...acl),
      ]);
      expect((await live()).sort()).toEqual(addresses.map((address) => `${address}/32`).sort());
    }, 60_000);

    test('the sets may be named in place of the web ACL, and one of the two must be', async () => {
      expect(await cli('blocked', '--ipv4-set', ipv4, '--dry-run')).toMatch(/are blocked|would be blocked/);
      await expect(cli('blocked')).rejects.toThrow('received: neither');
      await expect(cli('blocked', '--web-acl', 'other')).rejects.toThrow('(payments), received: "other"');
    });
  });

  test('the command takes its clients from the machine it runs on', async () => {
    const script = `const { Command } = require('commander');
      const { addAddressesCommand } = require(${JSON.stringify(join(__dirname, '../../src/cli/commands/addresses.ts'))});
      const program = new Command(); addAddressesCommand(program);
      program.parseAsync(['addresses', 'list'], { from: 'user' });`;
    const printed = await new Promise<string>((resolve, reject) => execFile(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
      cwd: join(__dirname, '../..'), env: moto.environment,
    }, (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout))));
    expect(printed.trim()).toBe('Partners');
  }, 60_000);
});
