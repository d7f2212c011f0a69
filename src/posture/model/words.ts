import type { Json } from '../assembly/json';
import { readable } from '../assembly/symbols';

/** A list as a person reads it: its first three entries, and how many more there are. */
export function few(values: readonly Json[]): string {
  const shown = values.slice(0, 3).map((value) => readable(value)).join(', ');
  return values.length > 3 ? `${shown} and ${values.length - 3} more` : shown;
}
