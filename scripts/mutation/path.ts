import { type Json, isObject, member } from '../../src/posture/assembly/json';

export type Path = readonly (string | number)[];

/** A value of a template, and the keys and positions that lead to it. */
export interface Node {
  readonly path: Path;
  readonly value: Json;
}

/** Every value below a value; what an intrinsic function holds is one value with it. */
export function nodesOf(value: Json, path: Path = []): Node[] {
  const below = Array.isArray(value) ? (value as readonly Json[]).flatMap((entry, at) => nodesOf(entry, [...path, at]))
    : isObject(value) && !isIntrinsic(value) ? Object.entries(value).flatMap(([key, entry]) => nodesOf(entry ?? null, [...path, key])) : [];
  return [{ path, value }, ...below];
}

/** A value without values below it. */
export function isLeaf(value: Json): boolean {
  return typeof value !== 'object' || value === null || isIntrinsic(value) || Object.keys(value).length === 0;
}

function isIntrinsic(value: Json): boolean {
  const [key, ...more] = isObject(value) ? Object.keys(value) : [];
  return key !== undefined && more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/**
 * Whether a pattern of the table means a path: `Rules[].Action` of every rule; `*` is any key, `**` any number of steps. A key with dots
 * stands between quotes.
 */
export function means(pattern: string, path: Path): boolean {
  return matchSteps(stepsOf(pattern), path);
}

/** Whether a pattern means the path or one above it. */
export function meansAbove(pattern: string, path: Path): boolean {
  return path.some((_, at) => means(pattern, path.slice(0, at + 1)));
}

const parsed = new Map<string, string[]>();

function stepsOf(pattern: string): string[] {
  const known = parsed.get(pattern) ?? [...pattern.matchAll(/'([^']+)'|(\[\])|([^.[\]']+)/g)].map(([, quoted, list, key]) => quoted ?? list ?? key!);
  parsed.set(pattern, known);
  return known;
}

function matchSteps(steps: readonly string[], path: Path): boolean {
  const [step, ...more] = steps;
  if (step === undefined) {
    return path.length === 0;
  }
  if (step === '**') {
    return path.some((_, at) => matchSteps(more, path.slice(at))) || matchSteps(more, []);
  }
  const [key, ...rest] = path;
  return key !== undefined && (step === '[]' ? typeof key === 'number' : step === '*' ? typeof key === 'string' : step === key) && matchSteps(more, rest);
}

/** As in `Rules[3].Action`. */
export function spell(path: Path): string {
  return path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`)).join('');
}

/** The value with another one at a path, or without it; nothing else changes, and nothing is changed in place. */
export function replaced(value: Json, path: Path, by: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) {
    return by ?? null;
  }
  if (Array.isArray(value)) {
    const at = Number(step);
    const list = value as readonly Json[];
    return rest.length === 0 && by === undefined ? list.filter((_, other) => other !== at)
      : list.map((entry, other) => (other === at ? replaced(entry, rest, by) : entry));
  }
  if (!isObject(value)) {
    throw new Error(`a path leads through lists and objects, received: ${JSON.stringify(value)} at ${String(step)}`);
  }
  const { [step]: old, ...others } = value;
  // The place among the other keys stays as it was.
  return rest.length === 0 && by === undefined ? others
    : Object.fromEntries(Object.entries({ ...value }).map(([key, entry]) => [key, key === String(step) ? replaced(old ?? null, rest, by) : entry]));
}

export function valueAt(value: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((from, step) => (
    Array.isArray(from) ? (from as readonly Json[])[Number(step)] : member(from, String(step))), value);
}
