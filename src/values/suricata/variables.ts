import { ADDRESSES, type Interval, type Intervals, PORTS, subtract } from './intervals';
import type { Selector } from './rule';
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

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** Which numbers a selector stands for, under the variables of its group. */
export class Sets {
  private readonly known = new Map<string, Intervals | undefined>();
  private work = 0;

  /**
   * @param assuming whether HOME_NET, where the group does not say it, is taken for the private networks, and EXTERNAL_NET for the rest:
   * good enough to judge what is wide, and too bold to say that one set holds another
   */
  public constructor(private readonly variables: RuleVariables, private readonly assuming: boolean) {}

  public addresses(selector: Selector): Intervals | undefined {
    return this.cached(`a ${selector.text}`, () => resolve(selector.expression, ADDRESSES, this.addressVariable));
  }

  public ports(selector: Selector): Intervals | undefined {
    return this.cached(`p ${selector.text}`, () => resolve(selector.expression, PORTS, this.portVariable));
  }

  private readonly addressVariable: Lookup = (name) => this.cached(`$a ${name}`, () => {
    if (isDefined(this.variables.addresses, name)) {
      return valueOf(this.variables.addresses![keyOf(name)], readAddresses, ADDRESSES);
    }
    const home = () => this.addressVariable('$HOME_NET');
    return !this.assuming ? undefined
      : name === '$HOME_NET' ? valueOf(PRIVATE, readAddresses, ADDRESSES)
        : name === '$EXTERNAL_NET' ? subtract([ADDRESSES], home() ?? []) : undefined;
  });

  private readonly portVariable: Lookup = (name) => this.cached(`$p ${name}`, () => (
    isDefined(this.variables.ports, name) ? valueOf(this.variables.ports![keyOf(name)], readPorts, PORTS) : undefined
  ));

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

/** What a variable holds; undefined if a member cannot be read, or names another variable. */
function valueOf(members: readonly string[] | undefined, read: (text: string) => ReadSelector, whole: Interval): Intervals | undefined {
  const expressions = members?.map((member) => read(member).expression ?? { kind: 'unknown' as const });
  return expressions && resolve({ kind: 'group', members: expressions }, whole, () => undefined);
}
