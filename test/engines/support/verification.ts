import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadBack } from './live-stack';

const PAGE = join(__dirname, '../../../docs/verification.md');
const [BEGIN, END] = ['<!-- begin: written by the engine tests -->', '<!-- end -->'];

/** What is known about one type after a run. */
interface Verified {
  readonly apps: Set<string>;
  readonly unread: Set<string>;
  deployed: boolean;
  readBack: boolean;
}

/** Collects how every CloudFormation type of the examples was verified. */
export class Verification {
  private readonly types = new Map<string, Verified>();

  /** A resource is in a template. */
  public declared(app: string, type: string): Verified {
    const known = this.types.get(type) ?? { apps: new Set(), unread: new Set(), deployed: false, readBack: false };
    known.apps.add(app);
    this.types.set(type, known);
    return known;
  }

  /** A resource was deployed, and read back as far as that goes. */
  public deployed(app: string, item: ReadBack): void {
    const known = this.declared(app, item.type);
    known.deployed = true;
    known.readBack ||= item.read;
    item.unread.forEach((property) => item.read && known.unread.add(property));
  }

  /** The table of docs/verification.md. */
  public table(): string {
    const rows = [...this.types].sort(([a], [b]) => a < b ? -1 : 1).map(([type, { apps, unread, deployed, readBack }]) => [
      `\`${type}\``,
      [...apps].sort().join(', '),
      readBack ? 'deployed and read back' : deployed ? 'deployed only' : 'schema only',
      readBack ? [...unread].sort().map((property) => `\`${property}\``).join(', ') : '',
    ]);
    const count = (how: string) => rows.filter((row) => row[2] === how).length;
    return [
      `${rows.length} types: ${count('deployed and read back')} deployed and read back, ${count('deployed only')} deployed only, ${count('schema only')} schema only.`,
      '',
      '| type | examples | verified | not read back |',
      '|---|---|---|---|',
      ...rows.map((row) => `| ${row.join(' | ')} |`.replaceAll('|  |', '| |')),
    ].join('\n');
  }

  /** The table as the page has it now; with UPDATE_DOCS=true the page is brought up to date first. */
  public page(): string {
    if (!existsSync(PAGE)) {
      return '';
    }
    const text = readFileSync(PAGE, 'utf8');
    const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
    if (process.env.UPDATE_DOCS === 'true') {
      writeFileSync(PAGE, `${text.slice(0, from)}\n${this.table()}\n${text.slice(to)}`);
      return this.table();
    }
    return text.slice(from, to).trim();
  }
}
