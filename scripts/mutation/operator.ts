import type { Json } from '../../src/posture/assembly/json';

/** What is done to a property, in the words of the printed table. */
export const KINDS = [
  'drop a property', 'flip a switch', 'take a weaker value', 'raise a limit', 'lower a limit', 'widen a range', 'open ports', 'wildcard a principal',
  'wildcard an action', 'wildcard a resource', 'drop a condition', 'wildcard a condition', 'drop a statement', 'turn a Deny', 'drop an entry', 'drop a rule',
  'count in place of blocking', 'point elsewhere', 'remove a resource',
] as const;
export type Kind = typeof KINDS[number];

/** Why a mutant is not run: each is a rule with a name, and what falls under it is counted in print. */
export const RULES = {
  default: 'AWS takes the same value where the property is left out',
  refused: 'CloudFormation or the service refuses such a template: it cannot be deployed',
  referred: 'other resources refer to the resource: alone it cannot be taken away',
  stricter: 'it lets less through, or breaks what works: no loosening',
  covered: 'something else that the template still says closes the same',
  service: 'an AWS service does with a thing what it is built to do: more actions give it nothing',
  bound: 'another condition of the statement still keeps other accounts out',
  own: 'the policy speaks of the one thing that it is attached to, whatever resource or service it names',
  idle: 'nothing in the example makes use of it',
} as const;
export type Rule = keyof typeof RULES;

/** A property after a mutation; without a value where it is gone. */
export interface Variant {
  /** As in `to "OFF"`. */
  readonly what: string;
  readonly value?: Json;
  /** The rule by which it is not run. */
  readonly leftOut?: Rule;
}

/** What a mutation may look at besides its own property. */
export interface Surroundings {
  /** The resource's properties. */
  readonly properties: Json;
  /** Keys and positions that lead to the property. */
  readonly path: readonly (string | number)[];
}

/** One way of weakening a property: data where it can be. */
export interface Operator {
  readonly kind: Kind;
  /** Whether it looks at everything below the property too, so that this needs no rows of its own. */
  readonly whole?: true;
  /** All ways in which it weakens this value; none where it does not apply. */
  variants(value: Json, around: Surroundings): Variant[];
}

export const drop: Operator = { kind: 'drop a property', variants: () => [{ what: 'left out' }] };

export const flip: Operator = {
  kind: 'flip a switch',
  variants: (value) => (typeof value === 'boolean' ? [{ what: `to ${!value}`, value: !value }] : []),
};

/** Takes each of some values. */
export function to(...values: Json[]): Operator {
  return as('take a weaker value', ...values);
}

/** The same under another name. */
export function as(kind: Kind, ...values: Json[]): Operator {
  return { kind, variants: () => values.map((value) => ({ what: `to ${JSON.stringify(value)}`, value })) };
}

export function raise(factor: number): Operator {
  return { kind: 'raise a limit', variants: (value) => (typeof value === 'number' ? [{ what: `to ${value * factor}`, value: value * factor }] : []) };
}

export function lower(value: number): Operator {
  return as('lower a limit', value);
}

/** Takes away one entry of a list after the other. */
export const entries: Operator = listWithout('drop an entry');
export const rules: Operator = listWithout('drop a rule');

function listWithout(kind: Kind): Operator {
  return {
    kind,
    variants: (value) => (Array.isArray(value) ? value.map((_, at) => ({
      what: `without entry ${at}`, value: value.filter((__, other) => other !== at) as Json,
    })) : []),
  };
}

/** A range becomes the internet, half of it, or eight bits wider. */
export const widen: Operator = {
  kind: 'widen a range',
  variants: (value) => {
    const [, address, length] = /^([\d.a-f:]+)\/(\d+)$/i.exec(String(value)) ?? [];
    if (address === undefined) {
      return [];
    }
    const wider = Math.max(1, Number(length) - 8);
    const all = address.includes(':') ? ['::/0', '::/1', `${masked6(address, wider)}/${wider}`] : ['0.0.0.0/0', '0.0.0.0/1', `${masked4(address, wider)}/${wider}`];
    return [...new Set(all)].filter((range) => Number(range.split('/')[1]) < Number(length)).map((range) => ({ what: `to ${range}`, value: range }));
  },
};

function masked4(address: string, length: number): string {
  return address.split('.').map((octet, at) => Number(octet) - Number(octet) % 2 ** Math.max(0, Math.min(8, (at + 1) * 8 - length))).join('.');
}

/** Whole groups only: the examples' ranges begin and end at one. */
function masked6(address: string, length: number): string {
  const groups = address.replace(/::.*$/, '').split(':').map((group) => parseInt(group, 16));
  return `${groups.map((group, at) => (group - group % 2 ** Math.max(0, Math.min(16, (at + 1) * 16 - length))).toString(16)).join(':')}::`;
}

/** What is counted but not run, by a rule, where the rule holds. */
export function leftOut(rule: Rule, { variants, ...operator }: Operator, holds: (around: Surroundings) => boolean = () => true): Operator {
  return {
    ...operator,
    variants: (value, around) => variants(value, around).map((variant) => (holds(around) ? { ...variant, leftOut: rule } : variant)),
  };
}
