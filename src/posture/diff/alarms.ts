import { means } from './canonical';
import type { Direction } from './change';
import { shown, valueAt } from './compare';
import type { Movement } from './rule';
import type { Resource } from '../assembly/app';

/** Which way an alarm looks: at what is too much, or too little; undefined where it does both, or that is not known. */
function side(alarm: Resource): 'more' | 'less' | undefined {
  const operator = String(valueAt(alarm, 'ComparisonOperator'));
  return operator.includes('LowerOrGreater') ? undefined : operator.startsWith('Greater') ? 'more' : operator.startsWith('Less') ? 'less' : undefined;
}

/** A threshold is weaker the further away it is, in the direction in which the alarm looks. */
export function compareThreshold(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [Number(from), Number(to)];
  const looks = side(after);
  return means(from, to) ? [] : [said(before, after, property, Number.isNaN(old) || Number.isNaN(young) || looks === undefined ? 'unknown'
    : (young > old) === (looks === 'more') ? 'weaker' : 'stronger', `it now fires at ${shown(to)}; before, at ${shown(from)}`)];
}

/** An alarm that looks the other way no longer fires where it fired. */
export function compareOperator(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [side(before), side(after)];
  const equals = (value: unknown) => String(value).includes('OrEqualTo');
  return means(from, to) ? [] : [said(before, after, property, old === undefined || young === undefined ? 'unknown'
    : old !== young || equals(from) && !equals(to) ? 'weaker' : 'stronger', `it now fires on ${shown(to)}; before, on ${shown(from)}`)];
}

/** Of the same samples, each of these is no less than the one before. */
const STATISTICS = ['Minimum', 'Average', 'Maximum', 'Sum'];

/** An alarm on what is too much is weaker the less its statistic comes to. */
export function compareStatistic(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [from, to].map((value) => STATISTICS.indexOf(String(value)));
  const looks = side(after);
  return means(from, to) ? [] : [said(before, after, property, old! < 0 || young! < 0 || looks === undefined ? 'unknown'
    : (young! > old!) === (looks === 'more') ? 'stronger' : 'weaker', `it now looks at the ${shown(to)}; before, at the ${shown(from)}`)];
}

function said(before: Resource, after: Resource, property: string, direction: Direction, message: string): Movement {
  return { direction, property, before: valueAt(before, property) ?? null, after: valueAt(after, property) ?? null, message };
}
