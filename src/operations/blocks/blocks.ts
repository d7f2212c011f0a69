import { type BlockRecord, type EndedBy, type StoredBlock, BlockRecords } from './records';
import { type BlockedSets, blockedSetsOf } from './sets';
import { type Cidr, contains, coversWholeInternet, parseCidr, readCidr } from '../../values/cidr';
import { hasEnded, parseEnd } from '../../values/end-time';
import { MOST_ENTRIES } from '../../values/feed-config';
import { RuleError, shown } from '../../values/rule-error';
import { parseRange } from '../list/entry';
import type { Operator } from '../operator';
import { checkReason } from '../reason';
import { remedyOf } from '../retry';
import { IpSets } from '../waf/ip-sets';

/** Wider than what one owner has as a rule, a block turns away those whom nobody meant. */
const WIDEST = { 4: 16, 6: 48 } as const;

/** 10.2.0.0 before 10.10.0.0. */
const byNumber = new Intl.Collator('en', { numeric: true }).compare;

/** Whose blocks: a web ACL by name, or its sets by ARN. */
export interface BlockTarget {
  readonly webAcl?: string;
  readonly sets?: BlockedSets;
}

/** Whether a command only tells what would change. */
export interface DryRunOption {
  readonly dryRun?: boolean;
}

/** What a person asks. */
export interface BlockOptions extends DryRunOption {
  readonly until: string;
  readonly reason: string;
  /** Whether a range may be wider than /16 (IPv4) or /48 (IPv6). */
  readonly wide?: boolean;
}

/** What a person asks of an end. */
export interface UnblockOptions extends DryRunOption {
  readonly reason: string;
}

/** A blocked range. */
export interface Blocked extends Partial<Omit<BlockRecord, 'cidr'>> {
  readonly cidr: string;
}

/** What came of it, for the sets that were looked at. */
export interface BlocksReport {
  /** What is blocked now; without `until`, by somebody who left no record, and until somebody ends it. */
  readonly blocked: readonly Blocked[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The block of the same range that lasts longer than the one that was asked for. */
  readonly longer?: Blocked;
  /** What still blocks the range that was unblocked. */
  readonly around?: readonly Blocked[];
  readonly dryRun: boolean;
}

/**
 * Blocks a range until an end, before any rule of the web ACL admits it.
 *
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet, BlockWide, EndTime, AmendReason, BlockedSets
 */
export async function block(operator: Operator, target: BlockTarget, address: string, options: BlockOptions): Promise<BlocksReport> {
  const { until, reason, wide = false, dryRun = false } = options;
  const range = rangeOf(address);
  checkReason(reason, 'blocks an address');
  if (!wide && range.prefix < WIDEST[range.version]) {
    throw new RuleError('BlockWide', `a range wider than /${WIDEST[4]} (IPv4) or /${WIDEST[6]} (IPv6) is blocked with \`--wide\`, since everybody in it is turned away, `
      + `proxies and load balancers too, received: ${range.text}`);
  }
  const arn = await setFor(operator, target, range);
  const now = operator.clock.now();
  if (parseEnd(until) <= now) {
    throw new RuleError('EndTime', `a block ends in the future, received: ${shown(until)}`);
  }
  const record: BlockRecord = { cidr: range.text, until, reason, by: await operator.who(), at: new Date(now).toISOString() };
  const records = new BlockRecords(operator.ssm, arn);
  const preview = await settle(operator, arn, records, true, { add: record });
  if (dryRun) {
    return withLonger(preview, record);
  }
  const stored = await records.add(record, globalThis.crypto.randomUUID());
  try {
    return withLonger(await settle(operator, arn, records, false, {}), record);
  } catch (error) {
    if (remedyOf(error) === 'give up') {
      await records.forget([stored]); // refused: left behind, it would have every later command refused too
    }
    throw error;
  }
}

/**
 * Ends the blocks of a range now, and of all ranges within it. Who did it and why is remembered for 30 days.
 *
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet, AmendReason, RangeNotListed, BlockedSets
 */
export async function unblock(operator: Operator, target: BlockTarget, address: string, options: UnblockOptions): Promise<BlocksReport> {
  const { reason, dryRun = false } = options;
  const range = rangeOf(address);
  checkReason(reason, 'unblocks an address');
  const arn = await setFor(operator, target, range);
  const records = new BlockRecords(operator.ssm, arn);
  const live = await new IpSets(operator.waf, operator.clock).read(arn);
  const all = await records.all();
  const within = (cidr: string): boolean => contains(range, parseCidr(cidr));
  const mine = all.filter(({ cidr }) => within(cidr));
  const around = live.filter((cidr) => !within(cidr) && contains(parseCidr(cidr), range)).map((cidr) => withRecord(cidr, all));
  if (mine.length === 0 && !live.some(within)) {
    throw new RuleError('RangeNotListed', `a range that is unblocked is blocked as such, received: ${range.text}, which is `
      + `${around.length === 0 ? 'not blocked' : `still blocked as part of ${around.map(inWords).join(' and ')}`}`);
  }
  const now = operator.clock.now();
  const ended: EndedBy = { by: dryRun ? '' : await operator.who(), at: new Date(now).toISOString(), reason };
  if (!dryRun) {
    await Promise.all(mine.filter(({ until }) => !hasEnded(until, now)).map((record) => records.end(record, ended)));
  }
  const report = await settle(operator, arn, records, dryRun, { remove: within });
  for (const cidr of dryRun ? [] : report.removed.filter((gone) => within(gone) && !mine.some((record) => record.cidr === gone))) {
    await records.note({ cidr, until: ended.at.replace(/\.\d+Z$/, 'Z'), reason: '', by: '', at: '', ended }, globalThis.crypto.randomUUID());
  }
  return around.length === 0 ? report : { ...report, around };
}

/** Blocks that ended in the last 30 days, in both IP versions, the latest first: by their end, or by whom. */
export async function endedBlocks(operator: Operator, target: BlockTarget): Promise<BlockRecord[]> {
  const sets = await setsOf(operator, target);
  const records = await Promise.all([sets.ipv4, sets.ipv6].filter((one) => one !== undefined)
    .map((arn) => new BlockRecords(operator.ssm, arn).past(operator.clock.now())));
  return records.flat().map(({ parameter, ...record }) => record).sort((a, b) => parseEnd(b.until) - parseEnd(a.until));
}

/** What is blocked, in both IP versions. Blocks that have ended are taken out on the way. */
export async function blocked(operator: Operator, target: BlockTarget, { dryRun = false }: DryRunOption = {}): Promise<BlocksReport> {
  const sets = await setsOf(operator, target);
  const reports: BlocksReport[] = [];
  for (const arn of [sets.ipv4, sets.ipv6].filter((one) => one !== undefined)) {
    reports.push(await settle(operator, arn, new BlockRecords(operator.ssm, arn), dryRun, {}));
  }
  return {
    blocked: reports.flatMap((report) => report.blocked),
    added: reports.flatMap((report) => report.added),
    removed: reports.flatMap((report) => report.removed),
    dryRun,
  };
}

/** What is asked beside what the records say. */
interface Wish {
  readonly add?: BlockRecord;
  readonly remove?: (cidr: string) => boolean;
}

/**
 * Makes a set hold what its records say, and leaves alone what has no record. Records are read after the lock token, and once more
 * after a write, so that nobody's block is lost and none that ended comes back.
 */
async function settle(operator: Operator, arn: string, records: BlockRecords, dryRun: boolean, wish: Wish): Promise<BlocksReport> {
  const sets = new IpSets(operator.waf, operator.clock);
  let seen: StoredBlock[] = [];
  const target = async (live: readonly string[]): Promise<string[]> => {
    seen = await records.all();
    const isActive = ({ until }: BlockRecord): boolean => !hasEnded(until, operator.clock.now());
    const active = [...seen.filter(isActive), ...wish.add === undefined ? [] : [wish.add]].map(({ cidr }) => cidr);
    const ended = seen.filter((record) => !isActive(record)).map(({ cidr }) => cidr);
    const kept = live.filter((cidr) => !active.includes(cidr) && !ended.includes(cidr) && wish.remove?.(cidr) !== true);
    const wanted = [...new Set([...kept, ...wish.remove === undefined ? active : active.filter((cidr) => !dryRun || wish.remove?.(cidr) !== true)])];
    refuseUnfit(wanted);
    return wanted;
  };
  const before = await sets.read(arn);
  let after = await target(before);
  if (!dryRun) {
    for (let known = ''; known !== JSON.stringify(seen);) {
      after = [...(await sets.change(arn, target)).after];
      known = JSON.stringify(seen);
      await target(after);
    }
    await records.archive(seen.filter(({ until }) => hasEnded(until, operator.clock.now())), operator.clock.now());
  }
  return {
    blocked: [...after].sort(byNumber).map((cidr) => withRecord(cidr, [...seen, ...wish.add === undefined ? [] : [wish.add]])),
    added: after.filter((cidr) => !before.includes(cidr)).sort(byNumber),
    removed: before.filter((cidr) => !after.includes(cidr)).sort(byNumber),
    dryRun,
  };
}

/** Of several blocks of one range, the one that lasts longest tells its end. */
function withRecord(cidr: string, records: readonly BlockRecord[]): Blocked {
  const [longest] = records.filter((record) => record.cidr === cidr).sort((a, b) => parseEnd(b.until) - parseEnd(a.until));
  return longest === undefined ? { cidr } : { cidr, until: longest.until, reason: longest.reason, by: longest.by, at: longest.at };
}

/** A second block of a range with an earlier end shortens nothing. */
function withLonger(report: BlocksReport, { cidr, until }: BlockRecord): BlocksReport {
  const held = report.blocked.find((one) => one.cidr === cidr);
  return held?.until === undefined || parseEnd(held.until) <= parseEnd(until) ? report : { ...report, longer: held };
}

function inWords({ cidr, until, by, reason }: Blocked): string {
  return until === undefined ? `${cidr} (nobody left a record)` : `${cidr} (by ${by}, until ${until}: ${reason})`;
}

function rangeOf(address: string): Cidr {
  return parseRange(address, { widestIpv4Prefix: 1, widestIpv6Prefix: 1 });
}

/** Blocking everybody is no block of an address: turn the consumer off, or the stage. */
function refuseUnfit(cidrs: readonly string[]): void {
  if (cidrs.length > MOST_ENTRIES) {
    throw new RuleError('IpSetContent', `an IP set holds at most 10,000 address ranges, received: ${cidrs.length}`);
  }
  if (coversWholeInternet(cidrs.flatMap((text) => readCidr(text) ?? []))) {
    throw new RuleError('CidrWholeInternet', 'blocked ranges together never hold the whole internet, received: ranges that add up to it');
  }
}

async function setsOf(operator: Operator, { webAcl, sets }: BlockTarget): Promise<BlockedSets> {
  if ((webAcl === undefined) === (sets === undefined)) {
    throw new RuleError('BlockedSets', 'blocked addresses are those of a web ACL, or of sets that are named: one of the two, received: '
      + `${webAcl === undefined ? 'neither' : 'both'}`);
  }
  return sets ?? blockedSetsOf(operator.waf, webAcl!);
}

async function setFor(operator: Operator, target: BlockTarget, { version, text }: Cidr): Promise<string> {
  const sets = await setsOf(operator, target);
  const arn = version === 4 ? sets.ipv4 : sets.ipv6;
  if (arn === undefined) {
    throw new RuleError('BlockedSets', `an address is blocked in a set of its IP version, received: ${text} without one for IPv${version}`);
  }
  return arn;
}
