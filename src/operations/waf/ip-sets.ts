import { type WAFV2Client, GetIPSetCommand, UpdateIPSetCommand } from '@aws-sdk/client-wafv2';
import { setKey } from './arn';
import { parseCidr } from '../../values/cidr';
import { MOST_ENTRIES } from '../../values/feed-config';
import { RuleError } from '../../values/rule-error';
import type { Clock } from '../clock';
import { type Patience, PATIENCE, retrying } from '../retry';

/** WAF takes one write a second in an account and Region. */
const WRITE_INTERVAL = 1000;

/** What became of one set. */
export interface SetOutcome {
  readonly written: boolean;
  /** What the set held before, as it was read last. */
  readonly before: readonly string[];
  /** What it holds now. */
  readonly after: readonly string[];
}

/** What a set is to hold, from what it holds: canonical texts. It may be asked again when somebody else has written. */
export type Intention = (live: readonly string[]) => readonly string[] | Promise<readonly string[]>;

/** Changes IP sets: one write a second, no write that changes nothing, no write over somebody else's. */
export class IpSets {
  private nextWrite = 0;
  private queue: Promise<void> = Promise.resolve();

  /**
   * @param waf a client that does not try again by itself
   */
  public constructor(
    private readonly waf: WAFV2Client,
    private readonly clock: Clock,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /** What a set holds: canonical, sorted. */
  public async read(arn: string): Promise<string[]> {
    return (await retrying(() => this.get(arn), this.clock, this.patience)).addresses;
  }

  /**
   * Makes a set hold what is wanted: one call where it does already, two where it does not. Its description stays.
   *
   * @throws RuleError IpSetArn, IpSetContent
   */
  public change(arn: string, intention: Intention): Promise<SetOutcome> {
    return retrying(async () => {
      await this.untilWriteIsDue();
      const { addresses: before, description, lockToken } = await this.get(arn);
      const after = canonical(await intention(before));
      if (sameTexts(before, after)) {
        return { written: false, before, after };
      }
      refuseUnfit(after, before);
      await this.inTurn(() => this.waf.send(new UpdateIPSetCommand({
        ...setKey(arn), Addresses: [...after], LockToken: lockToken, ...description === undefined ? {} : { Description: description },
      })));
      return { written: true, before, after };
    }, this.clock, this.patience);
  }

  private async get(arn: string): Promise<{ addresses: string[]; description?: string; lockToken: string }> {
    const { IPSet, LockToken } = await this.waf.send(new GetIPSetCommand(setKey(arn)));
    if (IPSet === undefined || LockToken === undefined) {
      throw Object.assign(new Error('WAF answered without the set'), { name: 'SyntaxError' }); // an answer that was cut off
    }
    return {
      addresses: canonical(IPSet.Addresses ?? []),
      ...IPSet.Description === undefined || IPSet.Description === '' ? {} : { description: IPSet.Description },
      lockToken: LockToken,
    };
  }

  /** Before the read, so that no second passes between it and the write. */
  private async untilWriteIsDue(): Promise<void> {
    const wait = this.nextWrite - this.clock.now();
    if (wait > 0) {
      await this.clock.sleep(wait);
    }
  }

  /** Writes of this process one after the other, a second apart. */
  private async inTurn(write: () => Promise<unknown>): Promise<void> {
    const turn = this.queue.then(async () => {
      await this.untilWriteIsDue();
      this.nextWrite = this.clock.now() + WRITE_INTERVAL;
      await write();
    });
    this.queue = turn.catch(() => undefined);
    await turn;
  }
}

/** WAF reorders what it is given, and may spell it differently. */
function canonical(addresses: readonly string[]): string[] {
  return addresses.map(spelled).sort();
}

function spelled(address: string): string {
  try {
    return parseCidr(address).text;
  } catch {
    return address; // whatever else a set may hold is compared as it stands
  }
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

/** The last look, whoever asked: what is written is a list of blocks, never a /0, never more than a set takes. */
function refuseUnfit(addresses: readonly string[], before: readonly string[]): void {
  if (addresses.length > MOST_ENTRIES) {
    throw new RuleError('IpSetContent', `an IP set holds at most 10,000 address ranges, received: ${addresses.length}`);
  }
  addresses.filter((address) => !before.includes(address)).forEach((address) => parseCidr(address)); // what stands there already is WAF's to judge
}
