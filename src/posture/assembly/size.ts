import type { Json } from './json';

/** CloudFormation hands on 4 KB, and 8 KB by SSM; references are longer here than what they stand for. */
export const LONGEST = 65_536;

/** How long a value is as a text, roughly; of what is longer than can be handed on, only that it is. */
export function sizeOf(value: Json | undefined): number {
  let size = 0;
  const open: (Json | undefined)[] = [value];
  while (open.length > 0 && size <= LONGEST) {
    const next = open.pop();
    if (typeof next === 'string') {
      size += next.length;
    } else if (typeof next === 'object' && next !== null) {
      for (const [key, entry] of Object.entries(next) as [string, Json | undefined][]) {
        size += key.length + 2;
        open.push(entry);
      }
    } else {
      size += 4;
    }
  }
  return size;
}
