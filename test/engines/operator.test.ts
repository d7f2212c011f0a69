import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteParameterCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CreateWebACLCommand, GetIPSetCommand, UpdateIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
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

    test('everybody by halves is refused, and what was refused leaves nothing behind', async () => {
      await cli('block', '--address', '0.0.0.0/1', '--until', tomorrow, ...why, ...acl);
      await expect(cli('block', '--address', '128.0.0.0/1', '--until', tomorrow, ...why, ...acl)).rejects.toThrow('whole internet');
      expect((await records()).filter(({ Value }) => Value!.includes('128.0.0.0/1'))).toEqual([]);
      await cli('unblock', '--address', '0.0.0.0/1', ...acl);
      await cli('block', '--address', '10.20.0.7', '--until', tomorrow, ...why, ...acl);
      expect(await live()).toEqual(['10.20.0.7/32', 'fd00:20::7/128']);
    });

    test('two people who block one half each block one half, and the next command goes on', async () => {
      const halves = await Promise.allSettled(['0.0.0.0/1', '128.0.0.0/1'].map((half) => cli('block', '--address', half, '--until', tomorrow, ...why, ...acl)));
      expect(halves.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(1);
      expect((await live()).filter((range) => range.endsWith('/1')).length).toBeLessThanOrEqual(1);
      await cli('blocked', ...acl);
      await cli('unblock', '--address', '0.0.0.0/1', ...acl).catch(() => undefined);
      await cli('unblock', '--address', '128.0.0.0/1', ...acl).catch(() => undefined);
      await cli('block', '--address', '10.20.0.7', '--until', tomorrow, ...why, ...acl);
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

    test('a record that no command wrote is named, and blocks nothing and unblocks nothing', async () => {
      const Name = `/cdk-private-api/blocks/${setKey(blockedFed!.config.ipv4SetArn).Id}/by-hand`;
      await operator.ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: '{"cidr":"10.0.0.0/24","until":"soon"}' }));
      const before = await live();
      await expect(cli('blocked', ...acl)).rejects.toThrow(`delete the parameter, received: other text in ${Name}`);
      expect(await live()).toEqual(before);
      await operator.ssm.send(new DeleteParameterCommand({ Name }));
    });

    test('the sets may be named in place of the web ACL, and one of the two must be', async () => {
      expect(await cli('blocked', '--ipv4-set', ipv4, '--dry-run')).toMatch(/are blocked|would be blocked/);
      await expect(cli('blocked')).rejects.toThrow('received: neither');
      await expect(cli('blocked', '--web-acl', 'other')).rejects.toThrow('(payments), received: "other"');
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
