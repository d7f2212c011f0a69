import { ADDRESSES, type Intervals, PORTS } from './intervals';
import type { Expression, Selector } from './rule';
import { readAddresses, type ReadSelector, readPorts } from './selectors';
import { type Lookup, resolve } from './sets';

/**
 * The variables of a rule group, by name without the `$`; an IP set reference by its name with the `@`. The members of one whose
 * content is not known (a reference, a token) are undefined.
 */
export interface RuleVariables {
  readonly addresses?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly ports?: Readonly<Record<string, readonly string[] | undefined>>;
}

/** What the policy defines where the group does not. */
const INHERITED: ReadonlySet<string> = new Set(['$HOME_NET', '$EXTERNAL_NET']);

/** Work beyond which sets count as unknown, so that no template makes a check hang. */
const MOST_WORK = 5_000_000;

type Read = (text: string) => ReadSelector;

const PRIVATE = groupOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'], readAddresses);

/** Which numbers a selector stands for, under the variables of its group. */
export class Sets {
  private readonly known = new Map<string, Intervals | undefined>();
  private readonly expressions = new Map<string, Expression>();
  private work = 0;

  /**
   * @param assuming whether HOME_NET, where its content is not known, is taken for the private networks, and EXTERNAL_NET for the rest:
   * good enough to judge what is wide, and too bold to say that one set holds another
   */
  public constructor(private readonly variables: RuleVariables, private readonly assuming: boolean) {}

  public addresses(selector: Selector): Intervals | undefined {
    return this.cached(`a ${selector.text}`, () => resolve(selector.expression, ADDRESSES, this.addressVariable));
  }

  public ports(selector: Selector): Intervals | undefined {
    return this.cached(`p ${selector.text}`, () => resolve(selector.expression, PORTS, this.portVariable));
  }

  private readonly addressVariable: Lookup = (name) => this.variable('addresses', name, readAddresses) ?? this.assumed(name);

  private readonly portVariable: Lookup = (name) => this.variable('ports', name, readPorts);

  private assumed(name: string): Expression | undefined {
    if (!this.assuming || !INHERITED.has(name)) {
      return undefined;
    }
    return name === '$HOME_NET' ? PRIVATE : { kind: 'not', operand: this.addressVariable('$HOME_NET') ?? PRIVATE };
  }

  private variable(kind: 'addresses' | 'ports', name: string, read: Read): Expression | undefined {
    const members = isDefined(this.variables[kind], name) ? this.variables[kind]![keyOf(name)] : undefined;
    this.work += members?.length ?? 0;
    const known = members && (this.expressions.get(`${kind} ${name}`) ?? groupOf(members, read));
    if (known !== undefined) {
      this.expressions.set(`${kind} ${name}`, known);
    }
    return known;
  }

  private cached(key: string, compute: () => Intervals | undefined): Intervals | undefined {
    if (!this.known.has(key)) {
      const set = this.work > MOST_WORK ? undefined : compute();
      this.work += (set?.length ?? 0) + 1;
      this.known.set(key, set);
    }
    return this.known.get(key);
  }
}

/** Whether a variable has a value somewhere: in the group, or from the policy. */
export function isVariableDefined(variables: RuleVariables, name: string, kind: 'addresses' | 'ports'): boolean {
  return isDefined(variables[kind], name) || (kind === 'addresses' && INHERITED.has(name));
}

type Members = Readonly<Record<string, readonly string[] | undefined>> | undefined;

const keyOf = (name: string) => (name.startsWith('$') ? name.slice(1) : name);

function isDefined(members: Members, name: string): boolean {
  return members !== undefined && Object.hasOwn(members, keyOf(name));
}

/** What a variable holds; a member that cannot be read is unknown, and so is the whole. */
function groupOf(members: readonly string[], read: Read): Expression {
  return { kind: 'group', members: members.map((member) => read(member).expression ?? { kind: 'unknown' }) };
}
