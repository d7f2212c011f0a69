import type { Json } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';

/** The default of the parameter that a value is; undefined where it is none, or has no default. What is deployed may differ. */
export function defaultOf(value: Json | undefined): string | undefined {
  return isUnknown(value) ? /^‹\?parameter \S+ \(default (.*)\)(?:⟨of [^⟨⟩]*⟩)?›$/s.exec(value)?.[1] : undefined;
}
