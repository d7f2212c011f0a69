import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetIPSetCommand, UpdateIPSetCommand } from '@aws-sdk/client-wafv2';
import { describeWith } from './support/engines';
import { type Call, type Fault, FaultyRoad, seeded } from './support/faults';
import { BOUNDS, Fed, hurried } from './support/fed';
import { type Moto, startMoto } from './support/moto';
import { addRange, removeRange, rollBack } from '../../src/operations/list/amend';
import type { FedList } from '../../src/operations/list/list';
import { type FeedRun, type RunOptions, runFeed } from '../../src/operations/list/run';
import { LIST_KEY } from '../../src/operations/list/store';
import type { Readers } from '../../src/operations/sources/read';
import { readSource } from '../../src/operations/sources/read';
import { readS3 } from '../../src/operations/sources/s3';
import { setKey } from '../../src/operations/waf/arn';
import { parseCidr } from '../../src/values/cidr';

const noReader = () => Promise.reject(new Error('not in this test'));
const readers = { 's3': async () => readS3, 'ssm': noReader, 'dynamodb': noReader, 'prefix-list': noReader, 'dns': noReader, 'https': noReader } as Readers;
const person = { by: 'arn:aws:iam::123456789012:user/alice', reason: 'incident 7' };

describeWith(['moto'], 'a fed list', () => {
  let moto: Moto;
  let road: FaultyRoad;
  let lists = 0;

  beforeAll(async () => {
    moto = await startMoto();
    road = await FaultyRoad.to(moto);
  }, 90_000);
  afterAll(async () => {
    await road?.close();
    await moto?.stop();
  });
  beforeEach(() => road.clear());

  const clock = (seed = 7) => hurried(seeded(seed));
  const newList = (bounds = BOUNDS) => Fed.make(moto, `List${++lists}`, bounds);
  const run = (fed: Fed, list: FedList, options?: RunOptions): Promise<FeedRun> => {
    const author = { id: randomUUID(), by: 'schedule', at: new Date(list.clock.now()).toISOString() };
    return runFeed(list, (source) => readSource(source, fed.config.bounds, fed.s3, readers), author, options);
  };
  const wafCalls = () => road.calls.filter(({ service }) => service === 'wafv2').map(({ operation }) => operation);

  test('a run makes two calls of WAF for a set that changes, and one for a set that does not', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\nfd00:20::/64\n');
    expect(await run(fed, list)).toMatchObject({ outcome: 'changed', version: 1, added: ['10.20.0.0/24', 'fd00:20::/64'], writes: 2 });
    expect(wafCalls()).toEqual(['GetIPSet', 'UpdateIPSet', 'GetIPSet', 'UpdateIPSet']);
    expect(await fed.live()).toEqual(['10.20.0.0/24', 'fd00:20::/64']);

    road.clear();
    await fed.says('10.20.0.0/24\n10.20.1.7\nfd00:20::/64\n');
    expect(await run(fed, list)).toMatchObject({ outcome: 'changed', version: 2, added: ['10.20.1.7/32'], removed: [], writes: 1 });
    expect(wafCalls()).toEqual(['GetIPSet', 'UpdateIPSet', 'GetIPSet']);

    road.clear();
    expect(await run(fed, list)).toMatchObject({ outcome: 'unchanged', version: 2, writes: 0 });
    expect(wafCalls()).toEqual(['GetIPSet', 'GetIPSet']);
    expect(await fed.descriptions()).toEqual([`${fed.config.list} IPV4`, `${fed.config.list} IPV6`]);
  });

  describe('of five faults that such a feed had elsewhere, it has none:', () => {
    test('a feed that only grows is applied', async () => {
      const fed = await newList();
      const list = fed.writer(road, clock());
      await fed.says('10.20.0.0/24\n');
      await run(fed, list);
      await fed.says('10.20.0.0/24\n10.30.0.0/24\n');
      expect((await run(fed, list)).outcome).toBe('changed');
      expect(await fed.live()).toEqual(['10.20.0.0/24', '10.30.0.0/24']);
    });

    test('a set that is empty is filled, at first and after somebody emptied it', async () => {
      const fed = await newList();
      const list = fed.writer(road, clock());
      expect(await fed.live()).toEqual([]);
      await fed.says('10.20.0.0/24\n');
      await run(fed, list);
      const key = setKey(fed.config.ipv4SetArn);
      const { LockToken } = await fed.waf.send(new GetIPSetCommand(key));
      await fed.waf.send(new UpdateIPSetCommand({ ...key, Addresses: [], LockToken }));
      expect(await run(fed, list)).toMatchObject({ outcome: 'unchanged', writes: 1 });
      expect(await fed.live()).toEqual(['10.20.0.0/24']);
    });

    test('two lists of one account are fed side by side, and each leaves the other alone', async () => {
      const both = [await newList(), await newList()];
      const writers = both.map((fed, at) => fed.writer(road, clock(at)));
      await Promise.all(both.map((fed, at) => fed.says(`10.2${at}.0.0/24\n`)));
      await Promise.all(both.map((fed, at) => run(fed, writers[at]!)));
      expect(await Promise.all(both.map((fed) => fed.live()))).toEqual([['10.20.0.0/24'], ['10.21.0.0/24']]);
    });

    test('a list of 10,000 ranges, far over the 8 KB of a parameter, is applied', async () => {
      const fed = await newList();
      const many = Array.from({ length: 10_000 }, (_, at) => `10.${Math.floor(at / 256)}.${at % 256}.${(at * 2) % 256}/32`);
      await fed.says(many.join('\n'));
      const list = fed.writer(road, clock(), 5000);
      expect(await run(fed, list)).toMatchObject({ outcome: 'changed', entries: 10_000 });
      expect(await fed.live()).toEqual([...many].sort());
    });

    test('what stands twice in a feed, or lies within another range, is written once', async () => {
      const fed = await newList();
      await fed.says('10.20.0.0/24\n10.20.0.0/24\n10.20.0.7\n10.20.1.0/24 # the other half\n');
      await run(fed, fed.writer(road, clock()));
      expect(await fed.live()).toEqual(['10.20.0.0/23']);
    });
  });

  test.each([
    ['the whole internet', '0.0.0.0/0\n'], ['the whole internet in two halves', '0.0.0.0/1\n128.0.0.0/1\n'], ['a range that is too wide', '10.0.0.0/8\n'],
    ['nothing', '\n'], ['nothing but notes', '# nothing\n'], ['a line that was cut', '10.20.0.0/24\n10.20.1.0/2'], ['JSON that was cut', '["10.20.0.0/24", "10.2'],
    ['a page of HTML', '<html><body>503</body></html>'], ['an address with host bits', '10.20.0.1/24\n'],
  ])('a feed that says %s changes nothing, and the run tells why', async (_, text) => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\n10.40.0.0/24\n');
    await run(fed, list);
    await fed.says(text);
    const { outcome, kept, writes } = await run(fed, list);
    expect([outcome, writes]).toEqual(['unchanged', 0]);
    expect(kept).toEqual([{ source: 'partners', problem: expect.stringMatching(/^(Cidr|Feed)\w+: /) }]);
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
  });

  test('a change beyond the bounds is refused, the last good list stays, and a person may take it', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\n10.40.0.0/24\n');
    await run(fed, list);
    await fed.says('10.60.0.0/24\n');
    const refused = await run(fed, list);
    expect(refused).toMatchObject({ outcome: 'refused', version: 1, writes: 0, added: ['10.60.0.0/24'], removed: ['10.20.0.0/24', '10.40.0.0/24'] });
    expect(refused.problems).toEqual(['one run takes at most 50 % from this list, received: 2 ranges gone from a list of 2']);
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
    const offer = refused.offer!;
    expect(await run(fed, list, { dryRun: true })).toMatchObject({ outcome: 'refused', offer });
    expect((await run(fed, list, { accept: offer, dryRun: true })).outcome).toBe('changed');
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
    expect((await run(fed, list, { accept: offer })).outcome).toBe('changed');
    expect(await fed.live()).toEqual(['10.60.0.0/24']);
    expect((await fed.store.read())!.state.change).toMatchObject({ accepted: offer });
  });

  test('what a person accepts is what the dry run showed, and nothing that sources or colleagues have changed since', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\n10.40.0.0/24\n');
    await run(fed, list);
    await fed.says('10.60.0.0/24\n');
    const { offer } = await run(fed, list, { dryRun: true });
    await fed.says('10.66.0.0/24\n');
    await expect(run(fed, list, { accept: offer! })).rejects.toThrow('accepted as a dry run offered it');
    await fed.says('10.60.0.0/24\n');
    await addRange(list, '10.50.0.0/24', person);
    await expect(run(fed, list, { accept: offer! })).rejects.toThrow('accepted as a dry run offered it');
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24', '10.50.0.0/24']);
  });

  test('sources that say more together than the function holds are not all read, and change nothing', async () => {
    const fed = await newList();
    await fed.says('10.20.0.0/24\n');
    const list = fed.writer(road, clock());
    await run(fed, list);
    const sources = ['a', 'b', 'c', 'partners'].map((name) => ({ ...fed.config.sources[0]!, name }));
    const many = (source: string) => Array.from({ length: 20_000 }, (_, at) => ({ cidr: `10.${Math.floor(at / 256)}.${at % 256}.7/32`, source }));
    const author = { id: randomUUID(), by: 'schedule', at: new Date().toISOString() };
    const flooded = await runFeed({ ...list, config: { ...fed.config, sources } }, async ({ name }) => ({ source: name, hash: 'x', entries: many(name) }), author);
    expect(flooded).toMatchObject({ outcome: 'refused', kept: ['c', 'partners'].map((source) => ({ source, problem: expect.stringContaining('40000 entries together') })) });
    expect(await fed.live()).toEqual(['10.20.0.0/24']);
  });

  test('an entry that ends is taken out on the day, and one that a person added too', async () => {
    const fed = await newList();
    const soon = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
    await fed.says(`10.20.0.0/24\n10.40.0.0/24 until ${soon}\n`);
    const list = fed.writer(road, clock());
    await run(fed, list);
    await addRange(list, '10.50.0.0/24', { ...person, until: soon });
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24', '10.50.0.0/24']);
    const later = { ...list, clock: { ...list.clock, now: () => Date.parse(soon) } };
    expect(await run(fed, later)).toMatchObject({ outcome: 'changed', removed: ['10.40.0.0/24', '10.50.0.0/24'] });
    expect(await fed.live()).toEqual(['10.20.0.0/24']);
  });

  test('a list whose ranges have all ended admits nobody, and every run says so', async () => {
    const fed = await newList();
    const soon = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
    await fed.says(`10.20.0.0/24 until ${soon}\n`);
    const list = fed.writer(road, clock());
    await run(fed, list);
    const later = { ...list, clock: { ...list.clock, now: () => Date.parse(soon) } };
    const problems = ['a fed list is never empty, received: no range that lasts'];
    expect(await run(fed, later)).toMatchObject({ outcome: 'changed', removed: ['10.20.0.0/24'], problems });
    expect(await fed.live()).toEqual([]);
    expect(await run(fed, later)).toMatchObject({ outcome: 'unchanged', problems });
    await fed.says('10.20.0.0/24 until 2199-06-30\n');
    expect(await run(fed, later)).toMatchObject({ outcome: 'changed', problems: [] });
    expect(await fed.live()).toEqual(['10.20.0.0/24']);
  });

  test('a stored list that somebody broke fails the run of a function that may see no other, and a rollback mends it', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    for (const text of ['10.20.0.0/24\n', '10.20.0.0/24\n10.40.0.0/24\n']) {
      await fed.says(text);
      await run(fed, list);
    }
    await fed.s3.send(new PutObjectCommand({ Bucket: fed.config.bucket, Key: LIST_KEY, Body: '{"version":' }));
    // The emulator knows no policies: the function's own role lists no versions.
    const denied = jest.spyOn(list.store, 'versions').mockRejectedValue(new Error('AccessDenied'));
    await expect(run(fed, list)).rejects.toThrow('`addresses rollback` brings back an earlier one');
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
    denied.mockRestore();
    expect(await rollBack(list, undefined, person)).toMatchObject({ version: 3, restored: 2, removed: [] });
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
    expect((await fed.store.versions(10)).map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  test('a rollback brings an earlier version back, and holds it until it is released', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    for (const text of ['10.20.0.0/24\n', '10.20.0.0/24\n10.40.0.0/24\n']) {
      await fed.says(text);
      await run(fed, list);
    }
    expect(await rollBack(list, 1, person)).toMatchObject({ version: 3, removed: ['10.40.0.0/24'] });
    expect(await run(fed, list)).toMatchObject({ outcome: 'held', version: 3 });
    expect(await fed.live()).toEqual(['10.20.0.0/24']);
    expect(await run(fed, list, { release: true })).toMatchObject({ outcome: 'changed', added: ['10.40.0.0/24'] });
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24']);
    const history = await fed.store.versions(10);
    expect(history.map(({ version, change, appliedAt }) => [version, change.kind, appliedAt !== undefined])).toEqual([
      [4, 'release', true], [3, 'rollback', true], [2, 'feed', true], [1, 'feed', true],
    ]);
    expect(history[1]!.change).toMatchObject({ ...person, sources: { partners: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  test('bounds that a deploy drew tighter keep nothing in: what ends goes, what is taken out goes, and strangers are put right', async () => {
    const fed = await newList();
    const soon = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
    const text = `10.20.0.0/16\n10.40.0.0/16\n10.60.0.0/24\n10.70.0.0/24 until ${soon}\n`;
    await fed.says(text);
    const before = fed.writer(road, clock());
    await run(fed, before);
    const bounds = { ...BOUNDS, widestIpv4Prefix: 20 };
    const list = { ...before, config: { ...before.config, bounds } };
    const tight = (options?: RunOptions, at = list) => runFeed(at, (source) => readSource(source, bounds, fed.s3, readers),
      { id: randomUUID(), by: 'schedule', at: new Date(list.clock.now()).toISOString() }, options);
    await removeRange(list, '10.20.0.0/16', person);
    expect(await fed.live()).toEqual(['10.40.0.0/16', '10.60.0.0/24', '10.70.0.0/24']);
    const key = setKey(fed.config.ipv4SetArn);
    const { LockToken } = await fed.waf.send(new GetIPSetCommand(key));
    await fed.waf.send(new UpdateIPSetCommand({ ...key, Addresses: ['10.40.0.0/16', '10.99.0.0/24'], LockToken }));
    const later = { ...list, clock: { ...list.clock, now: () => Date.parse(soon) } };
    expect(await tight({}, later)).toMatchObject({ problems: ['this list has no range wider than /20 and /48, received: 10.40.0.0/16'] });
    expect(await fed.live()).toEqual(['10.40.0.0/16', '10.60.0.0/24']);
    await expect(addRange(list, '10.80.0.0/24', person)).rejects.toThrow('no range wider than /20');
  });

  test('a second rollback goes one further back, and does not bring back what the first one left', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    for (const last of ['10.20.0.0/24', '10.30.0.0/24', '10.40.0.0/24']) {
      await fed.says(`10.10.0.0/24\n${last}\n`);
      await run(fed, list);
    }
    expect(await rollBack(list, undefined, person)).toMatchObject({ version: 4, restored: 2 });
    expect(await rollBack(list, undefined, person)).toMatchObject({ version: 5, restored: 1 });
    expect(await fed.live()).toEqual(['10.10.0.0/24', '10.20.0.0/24']);
    await expect(rollBack(list, undefined, person)).rejects.toThrow('received: 0');
  });

  test('what a person took out stays out, also when a source or a person names a wider range', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\n10.40.0.0/24\n');
    await run(fed, list);
    await removeRange(list, '10.20.0.0/24', person);
    await fed.says('10.20.0.0/22\n10.40.0.0/24\n');
    const { offer } = await run(fed, list, { dryRun: true });
    expect(await run(fed, list, { accept: offer! })).toMatchObject({ outcome: 'changed', added: ['10.20.1.0/24', '10.20.2.0/23'] });
    expect(await fed.live()).toEqual(['10.20.1.0/24', '10.20.2.0/23', '10.40.0.0/24']);
    expect(await removeRange(list, '10.20.1.0/24', person)).toMatchObject({ changed: true, removed: ['10.20.1.0/24'] });
    expect(await fed.live()).toEqual(['10.20.2.0/23', '10.40.0.0/24']);
    await addRange(list, '10.20.1.0/24', person);
    await expect(addRange(list, '10.20.0.0/16', person)).rejects.toThrow('10.20.0.0/16, within which 10.20.0.0/24 was taken out (incident 7)');
    await addRange(list, '10.20.0.0/24', person);
    expect(await fed.live()).toEqual(['10.20.0.0/22', '10.40.0.0/24']);
  });

  test('what a person took out stays out, though the source goes on naming it', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\n10.20.7.0/24\n10.40.0.0/24\n');
    await run(fed, list);
    await removeRange(list, '10.20.0.0/16', person);
    expect(await fed.live()).toEqual(['10.40.0.0/24']);
    expect(await run(fed, list)).toMatchObject({ outcome: 'unchanged', writes: 0 });
    await expect(removeRange(list, '10.40.0.7', person)).rejects.toThrow('which is part of 10.40.0.0/24');
    await expect(removeRange(list, '10.40.0.0/24', person)).rejects.toThrow('a fed list is never empty');
    expect(await fed.live()).toEqual(['10.40.0.0/24']);
  });

  test('a stale lock token is met by reading again', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\n');
    let overtaken = 0;
    road.plan = async ({ operation }) => {
      if (operation === 'UpdateIPSet' && overtaken++ < 3) {
        await overtake(fed);
      }
      return undefined;
    };
    await run(fed, list);
    expect(await fed.live()).toEqual(['10.20.0.0/24']);
    expect(wafCalls()).toEqual([...Array(4).fill(['GetIPSet', 'UpdateIPSet']).flat(), 'GetIPSet']);
    expect(await fed.descriptions()).toEqual([`${fed.config.list} IPV4`, `${fed.config.list} IPV6`]);
  });

  test('a run that ends between the two sets is finished by the next, and the history tells', async () => {
    const fed = await newList();
    const list = fed.writer(road, clock());
    await fed.says('10.20.0.0/24\nfd00:20::/64\n');
    await run(fed, list);
    await fed.says('10.20.0.0/24\n10.40.0.0/24\nfd00:20::/64\nfd00:40::/64\n');
    road.plan = ({ operation, body }) => (operation === 'UpdateIPSet' && body.includes('fd00') ? 'denied' : undefined);
    await expect(run(fed, list)).rejects.toThrow('not authorized');
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24', 'fd00:20::/64']);
    expect((await fed.store.versions(1))[0]).toMatchObject({ version: 2, change: { added: ['10.40.0.0/24', 'fd00:40::/64'] } });
    expect((await fed.store.versions(1))[0]!.appliedAt).toBeUndefined();
    road.clear();
    expect(await run(fed, list)).toMatchObject({ outcome: 'unchanged', version: 2, writes: 1 });
    expect(await fed.live()).toEqual(['10.20.0.0/24', '10.40.0.0/24', 'fd00:20::/64', 'fd00:40::/64']);
    expect((await fed.store.versions(1))[0]!.appliedAt).toBeDefined();
  });

  test('50 people and runs change one list at once, and no change is lost', async () => {
    const fed = await newList();
    await fed.says('10.20.0.0/24\nfd00:20::/64\n');
    await run(fed, fed.writer(road, clock()));
    const started = Date.now();
    await Promise.all(Array.from({ length: 50 }, async (_, at) => {
      const writer = fed.writer(road, hurried(seeded(at), 20), 10_000);
      if (at % 10 === 0) {
        await run(fed, writer);
      } else if (at % 2 === 0) {
        await addRange(writer, `10.30.${at}.0/24`, person);
      } else {
        await addRange(writer, `fd00:30:${at}::/64`, person);
        if (at % 5 === 0) {
          await removeRange(writer, `fd00:30:${at}::/64`, person);
        }
      }
    }));
    const all = Array.from({ length: 50 }, (_, at) => at).filter((at) => at % 5 !== 0);
    const expected = ['10.20.0.0/24', ...all.filter((at) => at % 2 === 0).map((at) => `10.30.${at}.0/24`)].sort();
    expect(await fed.live()).toEqual([...expected, ...['fd00:20::/64', ...all.filter((at) => at % 2 === 1).map((at) => `fd00:30:${at}::/64`)].sort()]);
    const [last] = await fed.store.versions(1);
    expect(last).toMatchObject({ version: 51, appliedAt: expect.any(String) });
    process.stdout.write(`\n50 writers at once: ${((Date.now() - started) / 1000).toFixed(1)} s, ${last!.version} versions, ${wafCalls().filter((name) => name === 'UpdateIPSet').length} writes of WAF\n`);
  }, 60_000);

  test('in 200 runs with faults nothing is lost, nothing empty, nothing outside the bounds', async () => {
    const random = seeded(20_261_125);
    const fed = await newList({ ...BOUNDS, minEntries: 4, maxEntries: 60 });
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const fresh = () => (random() < 0.5 ? `10.${Math.floor(random() * 250)}.${2 * Math.floor(random() * 120)}.0/24` : `fd00:${(2 * Math.floor(random() * 9999)).toString(16)}::/64`);
    let good = Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? `10.20.${2 * at}.0/24` : `fd00:20:${2 * at}::/64`)).map(canonical);
    await fed.says(good.join('\n'));
    await run(fed, fed.writer(road, clock()));
    const accepted: string[][] = [good];
    const faults: Record<string, number> = {};
    const seen: string[] = [];
    let ended = 0;
    const started = Date.now();
    road.plan = async (call) => {
      watch(call, accepted, seen);
      const fault = await faultOf(call, random, fed);
      if (fault) {
        faults[fault] = (faults[fault] ?? 0) + 1;
      }
      return fault;
    };
    for (let at = 0; at < 200; at++) {
      const asked = pick([
        () => good, () => [...good, fresh()], () => [...good, fresh(), fresh()],
        () => good.filter((_, index) => index !== Math.floor(random() * good.length)),
        () => [...good, '0.0.0.0/0'], () => [], () => Array.from({ length: 100 }, fresh), () => [pick(good)], () => ['10.0.0.0/9', ...good],
        () => [...good, 'not an address'],
      ])();
      const text = random() < 0.1 ? asked.join('\n').slice(0, -4) : asked.join('\n');
      const next = verdict(text, good);
      if (next) {
        good = next;
        accepted.push(good);
      }
      await fed.says(text);
      await run(fed, fed.writer(road, clock(at))).catch((error) => {
        ended++;
        if (!['AccessDeniedException', 'FeedUnread'].includes(error.name)) {
          throw error;
        }
      });
    }
    road.clear();
    await run(fed, fed.writer(road, clock()));
    expect(await fed.live()).toEqual([...good.filter((text) => !text.includes(':')).sort(), ...good.filter((text) => text.includes(':')).sort()]);
    const [last] = await fed.store.versions(1);
    expect(last!.version).toBe(accepted.length);
    expect(seen.length).toBeGreaterThan(50);
    expect(Object.keys(faults).sort()).toEqual(['cut answer', 'denied', 'error', 'lost answer', 'lost request', 'silence', 'throttle']);
    process.stdout.write(`\n200 runs: ${((Date.now() - started) / 1000).toFixed(1)} s, ${accepted.length} versions, ${seen.length} writes seen, ${ended} runs ended half way, faults ${JSON.stringify(faults)}\n`);
  }, 90_000);
});

/** Somebody else writes the set: the lock token that the writer holds is stale. */
async function overtake(fed: Fed): Promise<void> {
  const key = setKey(fed.config.ipv4SetArn);
  const { LockToken, IPSet } = await fed.waf.send(new GetIPSetCommand(key));
  await fed.waf.send(new UpdateIPSetCommand({ ...key, Addresses: ['10.99.0.0/24'], LockToken, Description: IPSet!.Description }));
}

/** Every write of WAF, before it is done: one IP version of a list that was accepted, and never nothing. */
function watch({ operation, body }: Call, accepted: readonly string[][], seen: string[]): void {
  if (operation === 'UpdateIPSet') {
    const { Addresses } = JSON.parse(body) as { Addresses: string[] };
    const text = [...Addresses].sort().join();
    const version = (list: string[], six: boolean) => list.filter((range) => range.includes(':') === six).sort().join();
    expect(Addresses.length).toBeGreaterThan(0);
    expect(accepted.some((list) => text === version(list, false) || text === version(list, true))).toBe(true);
    seen.push(text);
  }
}

async function faultOf({ service, operation }: Call, random: () => number, fed: Fed): Promise<Fault | undefined> {
  const chance = random();
  if (service === 's3') {
    return chance < 0.03 ? 'error' : chance < 0.05 ? 'lost request' : chance < 0.07 ? 'lost answer' : undefined;
  }
  if (operation === 'UpdateIPSet' && chance > 0.9) {
    await overtake(fed);
    return undefined;
  }
  const kinds: [number, Fault][] = [[0.1, 'throttle'], [0.15, 'error'], [0.19, 'lost request'], [0.23, 'lost answer'], [0.27, 'cut answer'], [0.28, 'silence'], [0.31, 'denied']];
  return kinds.find(([most]) => chance < most)?.[1];
}

/** What the rules say, said once more and simply: the new list, or undefined where it is refused. */
function verdict(text: string, before: readonly string[]): string[] | undefined {
  const lines = [...new Set(text.split('\n').filter((line) => line !== '').map(canonical))];
  const fine = lines.every((line) => /^10\.\d+\.\d+\.0\/24$/.test(line) || /^fd00:.*::\/(64|48)$/.test(line));
  const added = lines.filter((line) => !before.includes(line)).length;
  const removed = before.filter((line) => !lines.includes(line)).length;
  const inBounds = lines.length >= 4 && lines.length <= 60 && added <= before.length && removed * 2 <= before.length;
  return fine && inBounds && added + removed > 0 ? lines : undefined;
}

function canonical(range: string): string {
  return /^fd00:.*::\/\d+$/.test(range) ? parseCidr(range).text : range;
}
