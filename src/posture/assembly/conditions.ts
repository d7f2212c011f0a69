import { type Json, isObject, listOf, member } from './json';
import type { Surroundings } from './surroundings';

/** The conditions of one stack, as far as its templates tell. */
export class Conditions {
  private readonly known = new Map<string, boolean | undefined>();

  /** @param valueOf what a value of the stack comes to; undefined where it is `AWS::NoValue` */
  public constructor(private readonly around: Surroundings, private readonly valueOf: (value: Json) => Json | undefined) {}

  /** Whether one holds; undefined where the templates don't tell. */
  public holds(name: string): boolean | undefined {
    if (!this.known.has(name)) {
      this.known.set(name, undefined); // one that refers to itself is not known
      this.known.set(name, this.tried(this.written(name)));
    }
    return this.known.get(name);
  }

  /** The condition of which this one says no more than the opposite. */
  public turnedAround(name: string): string | undefined {
    const turned = member(listOf(member(this.written(name), 'Fn::Not'))[0], 'Condition');
    return turned === undefined ? undefined : String(turned);
  }

  private written(name: string): Json | undefined {
    return member(member(this.around.template, 'Conditions'), name);
  }

  private tried(condition: Json | undefined): boolean | undefined {
    if (!this.around.effort.enter()) {
      return undefined;
    }
    try {
      return this.decided(condition);
    } finally {
      this.around.effort.leave();
    }
  }

  private decided(condition: Json | undefined): boolean | undefined {
    const [name, ...more] = isObject(condition) ? Object.keys(condition) : [];
    if (name === undefined || more.length > 0) {
      return undefined;
    }
    const argument = member(condition, name);
    switch (name) {
      case 'Condition': return this.holds(String(argument));
      case 'Fn::Equals': {
        const [one, other] = listOf(argument).map((entry) => this.valueOf(entry));
        return one === undefined || other === undefined || hasSymbol(one) || hasSymbol(other)
          ? (JSON.stringify(one) === JSON.stringify(other) && one !== undefined ? true : undefined)
          : JSON.stringify(one) === JSON.stringify(other);
      }
      case 'Fn::Not': {
        const inner = this.tried(listOf(argument)[0]);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And': {
        const all = listOf(argument).map((entry) => this.tried(entry));
        return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
      }
      case 'Fn::Or': {
        const all = listOf(argument).map((entry) => this.tried(entry));
        return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
      }
      default: return undefined;
    }
  }
}

function hasSymbol(value: Json): boolean {
  return JSON.stringify(value).includes('‹');
}
