import type { Position } from './problem';

/** The actions that Network Firewall knows. */
export const ACTIONS = ['pass', 'drop', 'reject', 'alert'] as const;

/** What a rule does with what it matches. */
export type Action = typeof ACTIONS[number];

/** A set of addresses or of ports, as it is written. Addresses are places on the line of intervals.ts. */
export type Expression =
  | { readonly kind: 'any' }
  | { readonly kind: 'span'; readonly first: bigint; readonly last: bigint }
  /** `$NAME` is a variable, `@NAME` a reference to an IP set. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'group'; readonly members: readonly Expression[] }
  /** Written in a way whose meaning is not known. */
  | { readonly kind: 'unknown' };

/** A set of addresses or of ports: its meaning, and how it is spelled. */
export interface Selector {
  readonly text: string;
  readonly expression: Expression;
}

/** One end of what a rule matches. */
export interface Endpoint {
  readonly addresses: Selector;
  readonly ports: Selector;
}

/** An option of a rule, like `content:!"abc";`. */
export interface RuleOption extends Position {
  /** In lower case. */
  readonly keyword: string;
  /** Without negation and quotes, its escapes as they are written. */
  readonly value?: string;
  readonly negated: boolean;
  readonly quoted: boolean;
}

/** A rule that could be read. */
export interface SuricataRule {
  /** The first line of it, from 1; of a structured rule or a target: its place in the list. */
  readonly line: number;
  readonly action: Action;
  /** In lower case. */
  readonly protocol: string;
  readonly source: Endpoint;
  readonly direction: '->' | '<>' | '=>';
  readonly destination: Endpoint;
  readonly options: readonly RuleOption[];
  /** @default - the rule has none, or one that is no number */
  readonly sid?: number;
}
