import { type Interval, type Intervals, subtract, union } from './intervals';
import type { Expression } from './rule';

/** What a variable stands for; undefined if that is not known. */
export type Lookup = (name: string) => Expression | undefined;

const NONE: Lookup = () => undefined;

/**
 * The numbers that an expression stands for, as Suricata counts them. Groups and variables within a group are poured into it, so
 * `[A,[!B]]` is A without B; what is negated is a set of its own, so `![A,!B]` is everything but A without B. Where a group only
 * takes away, it takes from everything.
 *
 * @returns undefined if a part is not known
 */
export function resolve(expression: Expression, whole: Interval, lookup: Lookup): Intervals | undefined {
  const named: Interval[] = [];
  const taken: Interval[] = [];
  return collect(expression, lookup) ? subtract(named.length === 0 ? [whole] : union(named), union(taken)) : undefined;

  function collect(part: Expression, names: Lookup): boolean {
    switch (part.kind) {
      case 'any':
        named.push(whole);
        return true;
      case 'span':
        named.push(part);
        return true;
      case 'group':
        return part.members.every((member) => collect(member, names));
      case 'variable': {
        // A variable names no other: a circle could be written.
        const held = names(part.name);
        return held !== undefined && collect(held, NONE);
      }
      case 'not': {
        const operand = resolve(part.operand, whole, names);
        for (const interval of operand ?? []) {
          taken.push(interval);
        }
        return operand !== undefined;
      }
      case 'unknown':
        return false;
    }
  }
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
