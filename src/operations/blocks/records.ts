import { type SSMClient, DeleteParametersCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { parseCidr } from '../../values/cidr';
import { parseEnd } from '../../values/end-time';
import { RuleError } from '../../values/rule-error';
import { setKey } from '../waf/arn';

/** Why an address is blocked, and until when. */
export interface BlockRecord {
  readonly cidr: string;
  /** An ISO date, its last day, or an ISO time in UTC. */
  readonly until: string;
  readonly reason: string;
  readonly by: string;
  /** An ISO time. */
  readonly at: string;
  /** Who ended it before its end, and why. */
  readonly ended?: EndedBy;
}

/** Who ended a block. */
export interface EndedBy {
  readonly by: string;
  /** An ISO time. */
  readonly at: string;
  readonly reason: string;
}

/** A record, and the parameter that it stands in: every block has one of its own, so that nobody writes over another's. */
export interface StoredBlock extends BlockRecord {
  readonly parameter: string;
}

const DELETED_AT_ONCE = 10;

/** How long a block is remembered after its end, in milliseconds: 30 days. An account has 10,000 parameters for everything. */
const REMEMBERED = 30 * 24 * 60 * 60 * 1000;

/** The records of one IP set, as parameters of Systems Manager. */
export class BlockRecords {
  private readonly path: string;
  private readonly pastPath: string;

  public constructor(private readonly ssm: SSMClient, setArn: string) {
    this.path = `/cdk-private-api/blocks/${setKey(setArn).Id}/`;
    this.pastPath = `${this.path}ended/`;
  }

  /** Blocks that have not been taken out: those that last, and those that have ended since the set was looked at. */
  public all(): Promise<StoredBlock[]> {
    return this.below(this.path);
  }

  /** Blocks that were taken out in the last 30 days, the latest first. */
  public async past(now: number): Promise<StoredBlock[]> {
    return (await this.below(this.pastPath)).filter((record) => !isForgotten(record, now)).sort((a, b) => parseEnd(b.until) - parseEnd(a.until));
  }

  private async below(path: string): Promise<StoredBlock[]> {
    const records: StoredBlock[] = [];
    let token: string | undefined;
    do {
      const page = await this.ssm.send(new GetParametersByPathCommand({ Path: path, ...token === undefined ? {} : { NextToken: token } }));
      records.push(...(page.Parameters ?? []).map(({ Name, Value }) => ({ ...recordOf(Value!, Name!), parameter: Name! })));
      token = page.NextToken;
    } while (token !== undefined);
    return records.sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** @param id unique */
  public async add(record: BlockRecord, id: string): Promise<StoredBlock> {
    const parameter = `${this.path}${id}`;
    await this.put(parameter, record, false);
    return { ...record, parameter };
  }

  /** Lets a block end now: the record stays until the set is seen without the address. */
  public async end({ parameter, ...record }: StoredBlock, ended: EndedBy): Promise<void> {
    await this.put(parameter, { ...record, until: ended.at.replace(/\.\d+Z$/, 'Z'), ended }, true);
  }

  /** Remembers blocks that were taken out, and forgets those of which nobody asks any more. */
  public async archive(records: readonly StoredBlock[], now: number): Promise<void> {
    for (const { parameter, ...record } of records) {
      await this.put(`${this.pastPath}${parameter.slice(this.path.length)}`, record, true);
    }
    const past = records.length === 0 ? [] : await this.below(this.pastPath);
    await this.forget([...records, ...past.filter((record) => isForgotten(record, now))]);
  }

  /** Remembers the end of a block of which nobody left a record. */
  public async note(record: BlockRecord, id: string): Promise<void> {
    await this.put(`${this.pastPath}${id}`, record, false);
  }

  public async forget(records: readonly StoredBlock[]): Promise<void> {
    for (let at = 0; at < records.length; at += DELETED_AT_ONCE) {
      await this.ssm.send(new DeleteParametersCommand({ Names: records.slice(at, at + DELETED_AT_ONCE).map(({ parameter }) => parameter) }));
    }
  }

  private async put(Name: string, record: BlockRecord, Overwrite: boolean): Promise<void> {
    await this.ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: JSON.stringify(record), Overwrite, Description: `Blocked: ${record.cidr}` }));
  }
}

function isForgotten({ until }: BlockRecord, now: number): boolean {
  return parseEnd(until) <= now - REMEMBERED;
}

/** @throws RuleError BlockRecord */
function recordOf(text: string, parameter: string): BlockRecord {
  try {
    const { cidr, until, reason, by, at, ended } = JSON.parse(text) as BlockRecord;
    parseEnd(until);
    return {
      cidr: parseCidr(cidr).text,
      until,
      reason: String(reason),
      by: String(by),
      at: String(at),
      ...ended === undefined ? {} : { ended: { by: String(ended.by), at: String(ended.at), reason: String(ended.reason) } },
    };
  } catch {
    throw new RuleError('BlockRecord', `a record of a block is what \`block\` wrote: delete the parameter, received: other text in ${parameter}`);
  }
}
