import { readAddress, readPort } from './leaves';
import type { ProblemCode } from './problem';
import type { Expression } from './rule';

/** What is wrong with a set of addresses or ports, and where in its text. */
export interface SelectorFault {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly received: string;
}

/** What a set of addresses or ports means. */
export interface ReadSelector {
  /** @default - it could not be read */
  readonly expression?: Expression;
  readonly faults: readonly SelectorFault[];
}

type Leaf = (text: string) => Expression | undefined;

// Where Suricata itself gives up.
const DEEPEST = 64;

/** Reads a set of addresses, like `[10.0.0.0/8,!$PARTNERS]`. */
export function readAddresses(text: string): ReadSelector {
  return new Reader(text, readAddress, 'address-invalid').read();
}

/** Reads a set of ports, like `[80,1024:]`. */
export function readPorts(text: string): ReadSelector {
  return new Reader(text, readPort, 'port-invalid').read();
}

class Fault extends Error {
  public constructor(public readonly fault: SelectorFault) {
    super(fault.code);
  }
}

class Reader {
  private at = 0;
  private readonly faults: SelectorFault[] = [];

  public constructor(private readonly text: string, private readonly leaf: Leaf, private readonly code: ProblemCode) {}

  public read(): ReadSelector {
    try {
      // Suricata takes a list without brackets too.
      const members = this.members(0);
      if (this.at < this.text.length) {
        this.fail('group-malformed', this.text.slice(this.at));
      }
      return { expression: members.length === 1 ? members[0]! : { kind: 'group', members }, faults: this.faults };
    } catch (error) {
      if (error instanceof Fault) {
        return { faults: [...this.faults, error.fault] };
      }
      throw error;
    }
  }

  private members(depth: number): Expression[] {
    const members = [this.member(depth)];
    while (this.peek() === ',') {
      this.at += 1;
      // Suricata takes a comma before the bracket.
      if (this.peek() !== ']') {
        members.push(this.member(depth));
      }
    }
    return members;
  }

  private member(depth: number): Expression {
    const negations = this.negations();
    const operand = this.peek() === '[' ? this.group(depth + 1) : this.single();
    if (negations > 1) {
      this.faults.push({ code: 'negation-twice', offset: this.at, received: this.text });
      return { kind: 'unknown' };
    }
    return negations === 1 ? { kind: 'not', operand } : operand;
  }

  private negations(): number {
    let count = 0;
    while (this.peek() === '!') {
      this.at += 1;
      count += 1;
    }
    return count;
  }

  private group(depth: number): Expression {
    if (depth > DEEPEST) {
      this.fail('group-too-deep', this.text);
    }
    this.at += 1;
    const members = this.members(depth);
    if (this.peek() !== ']') {
      this.fail('group-malformed', this.text);
    }
    this.at += 1;
    this.peek();
    return { kind: 'group', members };
  }

  private single(): Expression {
    const start = this.at;
    while (this.at < this.text.length && !'[],!'.includes(this.text[this.at]!)) {
      this.at += 1;
    }
    const word = this.text.slice(start, this.at).trimEnd();
    if (word === '') {
      this.at = start;
      this.fail('group-malformed', this.text);
    }
    const read = this.leaf(word);
    if (read === undefined) {
      this.at = start;
      this.fail(this.code, word);
    }
    return read;
  }

  /** The next character that is no space. */
  private peek(): string | undefined {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') {
      this.at += 1;
    }
    return this.text[this.at];
  }

  private fail(code: ProblemCode, received: string): never {
    throw new Fault({ code, offset: this.at, received });
  }
}
