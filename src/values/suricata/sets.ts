import { type Interval, type Intervals, subtract, union } from './intervals';
import type { Expression } from './rule';

/** The intervals of a variable; undefined if they are not known. */
export type Lookup = (name: string) => Intervals | undefined;

/**
 * The numbers that an expression stands for. Suricata flattens groups: what is negated an odd number of times is taken away from
 * the rest, and where nothing is left to take from, from everything.
 *
 * @returns undefined if a part is not known
 */
export function resolve(expression: Expression, whole: Interval, lookup: Lookup): Intervals | undefined {
  const named: Interval[] = [];
  const taken: Interval[] = [];
  const collect = (part: Expression, negated: boolean): boolean => {
    switch (part.kind) {
      case 'any':
        (negated ? taken : named).push(whole);
        return true;
      case 'span':
        (negated ? taken : named).push(part);
        return true;
      case 'not':
        return collect(part.operand, !negated);
      case 'group':
        return part.members.every((member) => collect(member, negated));
      case 'variable': {
        const held = lookup(part.name);
        for (const interval of held ?? []) {
          (negated ? taken : named).push(interval);
        }
        return held !== undefined;
      }
      case 'unknown':
        return false;
    }
  };
  return collect(expression, false) ? subtract(named.length === 0 ? [whole] : union(named), union(taken)) : undefined;
}

/** The variables and references that an expression names. */
export function variablesOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'variable':
      return [expression.name];
    case 'not':
      return variablesOf(expression.operand);
    case 'group':
      return expression.members.flatMap(variablesOf);
    default:
      return [];
  }
}
