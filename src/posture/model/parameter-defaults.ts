import type { Json } from '../assembly/json';
import { isUnknown, unknownsIn } from '../assembly/symbols';

/** The default of the parameter that a value is; undefined where it is none, or has no default. What is deployed may differ. */
export function defaultOf(value: Json | undefined): string | undefined {
  return isUnknown(value) ? /^parameter \S+ \(default (.*)\)$/s.exec(unknownsIn(value)[0] ?? '')?.[1] : undefined;
}
