import { RuleError, shown } from './rule-error';

/** A step into a JSON document: a member by name, an item by number, or every item. */
export type JsonStep = { readonly member: string } | { readonly item: number } | { readonly every: true };

const STEP = /\.([A-Za-z_][\w-]*)|\['([^'\]]+)'\]|\[(\d{1,5})\]|\[(\*)\]/y;

/**
 * Reads the part of RFC 9535 that names values by their place: `$.prefixes[*].ip_prefix`, `$['a b'][0]`.
 * Filters, slices and descendants are refused.
 *
 * @throws RuleError JsonPath
 */
export function parseJsonPath(text: string): JsonStep[] {
  const steps: JsonStep[] = [];
  STEP.lastIndex = 1;
  while (text.startsWith('$') && STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (!found) {
      break;
    }
    const [, name, quoted, item] = found;
    const member = name ?? quoted;
    steps.push(member !== undefined ? { member } : item !== undefined ? { item: Number(item) } : { every: true });
    if (STEP.lastIndex === text.length) {
      return steps;
    }
  }
  if (text === '$') {
    return [];
  }
  throw new RuleError('JsonPath', `a JSON path has members, items and [*] only, as in $.prefixes[*].ip_prefix, received: ${shown(text)}`);
}

/**
 * The values that a path leads to, in the order of the document. A step that leads nowhere is an error: a document whose shape has
 * changed must not look like an empty one.
 *
 * @throws RuleError FeedDocument
 */
export function valuesAt(document: unknown, path: string): unknown[] {
  let values = [document];
  for (const step of parseJsonPath(path)) {
    values = values.flatMap((value) => into(value, step, path));
  }
  return values;
}

function into(value: unknown, step: JsonStep, path: string): unknown[] {
  if ('every' in step) {
    if (Array.isArray(value)) {
      return value;
    }
  } else if ('item' in step) {
    if (Array.isArray(value) && step.item < value.length) {
      return [value[step.item]];
    }
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step.member)) {
    return [(value as Record<string, unknown>)[step.member]];
  }
  throw new RuleError('FeedDocument', `the JSON path ${path} leads to a value of every document, received: a document without it, at ${JSON.stringify(step)}`);
}
