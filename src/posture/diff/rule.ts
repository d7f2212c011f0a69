import type { Direction } from './change';
import type { PolicyChange } from './policies';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';
import type { Layer } from '../checks/check';

/** What came of a value, before words are found for it. */
export interface Movement {
  readonly direction: Direction;
  readonly property: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly message: string;
}

/** How one property of a type is read when it changes. */
export type PropertyRule =
  /** Says nothing about who gets in. */
  | { readonly kind: 'ignored' }
  /** One of its values is the stronger. */
  | { readonly kind: 'flag'; readonly stronger: boolean; readonly standard: boolean }
  /** Values from weak to strong. */
  | { readonly kind: 'ranks'; readonly ranks: readonly string[]; readonly standard: string }
  /** A number, in the direction in which it is stronger; what is left out counts as the standard. */
  | { readonly kind: 'number'; readonly stronger: 'more' | 'less'; readonly standard: number }
  /** That there is something is stronger, or weaker; what it is, is not known. */
  | { readonly kind: 'presence'; readonly stronger: boolean }
  /** A list: more of it is stronger, or weaker. */
  | { readonly kind: 'set'; readonly stronger: 'more' | 'less' }
  | {
    readonly kind: 'policy';
    /** What counts where there is none. */
    readonly standard?: Json;
    /** What a change comes to, where it is not what it says. `came` where the policy as a whole is new. */
    readonly meaning?: (change: PolicyChange, came: boolean) => PolicyChange;
  }
  /** What it is there for: something else there means that what was there no longer has it. */
  | { readonly kind: 'target' }
  /** Anything special. */
  | { readonly kind: 'own'; readonly compare: (before: Resource, after: Resource, property: string) => Movement[] };

export type Role = 'protects' | 'opens' | 'part';

/** How resources of a type are compared. */
export interface TypeRule {
  readonly layer: Layer;
  /** What a person calls it, as in `web ACL association`. */
  readonly noun: string;
  /** What it means that there is one: it protects, it opens something, it is needed by others, or its content alone says. */
  readonly role: Role;
  /** Where what it means depends on what it says. */
  readonly roleOf?: (resource: Resource) => Role;
  /** By path below Properties; a path that starts with the name of another rule is more precise. */
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** Properties that say for whom, from where and to where, in the order in which they are told where one came or went. */
  readonly shows?: readonly string[];
  /** Properties that say what whoever has it may do: told where it came, too. */
  readonly gives?: readonly string[];
  /** What else is read besides Properties: the policy for its data when the stack goes. */
  readonly keepsData?: boolean;
}

export const IGNORED: PropertyRule = { kind: 'ignored' };
export const POLICY: PropertyRule = { kind: 'policy' };
export const TARGET: PropertyRule = { kind: 'target' };
export const PRESENT: PropertyRule = { kind: 'presence', stronger: true };
export const OPENING: PropertyRule = { kind: 'presence', stronger: false };
export const MORE_IS_STRONGER: PropertyRule = { kind: 'set', stronger: 'more' };
export const MORE_IS_WEAKER: PropertyRule = { kind: 'set', stronger: 'less' };

export function on(standard = false): PropertyRule {
  return { kind: 'flag', stronger: true, standard };
}

export function off(standard = false): PropertyRule {
  return { kind: 'flag', stronger: false, standard };
}

export function ranks(standard: string, ...values: string[]): PropertyRule {
  return { kind: 'ranks', ranks: values, standard };
}

export function lessIsStronger(standard = Infinity): PropertyRule {
  return { kind: 'number', stronger: 'less', standard };
}

export function moreIsStronger(standard = 0): PropertyRule {
  return { kind: 'number', stronger: 'more', standard };
}

export function own(compare: (before: Resource, after: Resource, property: string) => Movement[]): PropertyRule {
  return { kind: 'own', compare };
}
