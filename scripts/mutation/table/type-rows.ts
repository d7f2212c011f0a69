import type { Layer } from '../../../src/posture/checks/check';
import type { Operator } from '../operator';

/** What is weakened in resources of a type, and what is not. Every property that occurs in the examples stands in one of the two. */
export interface TypeRows {
  readonly layer: Layer;
  /** Whether the security of an API rests on its being there: if not, why. */
  readonly removal: true | string;
  /** By path, as in `Rules[].Action`: every way of weakening it. `@DeletionPolicy` and its like stand beside the properties. */
  readonly relevant: Readonly<Record<string, readonly Operator[]>>;
  /** By path, with all that is below it: the reason why it is not weakened. */
  readonly irrelevant: Readonly<Record<string, string>>;
}

/** By resource type. */
export type Rows = Readonly<Record<string, TypeRows>>;

/** A type that is not weakened at all. */
export type Aside = Readonly<Record<string, string>>;

export const NAME = 'a name';
export const WORDS = 'words for people';
export const PLACE = 'where it stands, not whom it lets in';
export const VERSION = 'the only version that there is';
export const REFERENCE = 'which resource of the app it belongs to';
