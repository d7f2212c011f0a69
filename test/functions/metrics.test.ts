import { metricsLine } from '../../src/functions/address-feed/metrics';
import { type FeedRun, shortened } from '../../src/operations/list/run';

const RUN: FeedRun = {
  list: 'partners',
  at: '2027-01-01T00:10:00.000Z',
  outcome: 'changed',
  version: 2,
  entries: 3,
  added: ['10.20.0.0/24'],
  removed: ['10.30.0.0/24', '10.40.0.0/24'],
  problems: [],
  kept: [],
  confirmedAt: '2027-01-01T00:00:00.000Z',
  writes: 1,
};
const told = (run: Partial<FeedRun> = {}) => JSON.parse(metricsLine({ ...RUN, ...run }));

test('a run tells its metrics in CloudWatch\'s format, by the name of the list', () => {
  expect(told()).toMatchObject({
    _aws: { Timestamp: Date.parse(RUN.at), CloudWatchMetrics: [{ Namespace: 'CdkPrivateApi/AddressFeed', Dimensions: [['List']] }] },
    List: 'partners',
    Age: 600,
    Entries: 3,
    Added: 1,
    Removed: 2,
    Refused: 0,
    SourcesKept: 0,
  });
  expect(told()._aws.CloudWatchMetrics[0].Metrics).toEqual([
    { Name: 'Age', Unit: 'Seconds' }, ...['Entries', 'Added', 'Removed', 'Refused', 'SourcesKept'].map((Name) => ({ Name, Unit: 'Count' })),
  ]);
});

test('a refused change counts as refused, and not as added or removed', () => {
  expect(told({ outcome: 'refused', problems: ['too much'] })).toMatchObject({ Added: 0, Removed: 0, Refused: 1, run: { problems: ['too much'] } });
});

test('a list of which no run ever took every source has no age, which the alarm takes for stale', () => {
  const { confirmedAt, ...never } = RUN;
  const line = JSON.parse(metricsLine(never));
  expect(line).not.toHaveProperty('Age');
  expect(line._aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name)).not.toContain('Age');
});

test('whatever a source says, a run is one line of the log, and fits into one', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `10.${Math.floor(at / 256)}.${at % 256}.0/24`);
  const line = metricsLine({ ...RUN, added: many, removed: many, kept: [{ source: 'a', problem: 'x\n{"_aws":{"forged":true}}\r\n' }] });
  expect(line).not.toMatch(/[\r\n]/);
  expect(Buffer.byteLength(line)).toBeLessThan(256 * 1024);
  expect(JSON.parse(line)).toMatchObject({ Added: 10_000, Removed: 10_000 });
});

test('an answer of the function is no larger than Lambda takes, and tells what it leaves out', () => {
  const many = Array.from({ length: 40_000 }, (_, at) => `fd00:1111:2222:3333:4444:5555:6666:${at.toString(16)}/128`);
  const answer = shortened({ ...RUN, added: many, removed: many.slice(0, 20_000) }, 10_000);
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_291_556);
  expect([answer.added.length, answer.removed.length, answer.omitted]).toEqual([10_000, 10_000, 40_000]);
  expect(shortened(RUN, 2)).toBe(RUN);
});
