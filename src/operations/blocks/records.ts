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
}

/** A record, and the parameter that it stands in: every block has one of its own, so that nobody writes over another's. */
export interface StoredBlock extends BlockRecord {
  readonly parameter: string;
}

const DELETED_AT_ONCE = 10;

/** The records of one IP set, as parameters of Systems Manager. */
export class BlockRecords {
  private readonly path: string;

  public constructor(private readonly ssm: SSMClient, setArn: string) {
    this.path = `/cdk-private-api/blocks/${setKey(setArn).Id}/`;
  }

  public async all(): Promise<StoredBlock[]> {
    const records: StoredBlock[] = [];
    let token: string | undefined;
    do {
      const page = await this.ssm.send(new GetParametersByPathCommand({ Path: this.path, ...token === undefined ? {} : { NextToken: token } }));
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
  public async end({ parameter, ...record }: StoredBlock, now: number): Promise<void> {
    await this.put(parameter, { ...record, until: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z') }, true);
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

/** @throws RuleError BlockRecord */
function recordOf(text: string, parameter: string): BlockRecord {
  try {
    const { cidr, until, reason, by, at } = JSON.parse(text) as BlockRecord;
    parseEnd(until);
    return { cidr: parseCidr(cidr).text, until, reason: String(reason), by: String(by), at: String(at) };
  } catch {
    throw new RuleError('BlockRecord', `a record of a block is what \`block\` wrote: delete the parameter, received: other text in ${parameter}`);
  }
}
