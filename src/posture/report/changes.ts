import { counted, plain, shortened, wrapped } from './plain';
import type { Paint } from './text';
import type { Json } from '../assembly/json';
import { readable } from '../assembly/symbols';
import type { Change, Direction } from '../diff/change';

/** What differs between two versions of one app. */
export interface AppChanges {
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Change[];
}

/** What a reviewer looks at first comes first. */
export const DIRECTIONS: readonly Direction[] = ['weaker', 'unknown', 'stronger'];

const MARKS = { weaker: ['red', '✗'], stronger: ['green', '✓'], unknown: ['cyan', '?'] } as const;

/** Changes for programs: `schemas/changes.schema.json`. */
export function jsonChanges(apps: readonly AppChanges[]): string {
  const changes = apps.flatMap(({ base, head, changes: those }) => those.map((change) => (
    { ...change, before: plainValue(change.before), after: plainValue(change.after), app: { base, head } })));
  return `${JSON.stringify({ format: 'cdk-private-api/changes', version: 1, changes, summary: countsOf(apps) }, undefined, 2)}\n`;
}

/** A value whose references are written as templates write them. */
function plainValue(value: unknown): unknown {
  return typeof value === 'string' ? readable(value)
    : Array.isArray(value) ? value.map(plainValue)
      : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainValue(entry)])) : value;
}

/** Changes for people at a terminal. */
export function textChanges(apps: readonly AppChanges[], paint: Paint, width: number): string {
  const lines = apps.flatMap(({ base, head, changes }) => (changes.length === 0 ? [] : [
    ...apps.length > 1 ? [paint('bold', plain(`${base} -> ${head}`)), ''] : [],
    ...DIRECTIONS.flatMap((direction) => changes.filter((change) => change.direction === direction)
      .flatMap((change) => changeLines(change, paint, width))),
  ]));
  return `${[...lines, summaryOf(apps)].join('\n')}\n`;
}

function changeLines(change: Change, paint: Paint, width: number): string[] {
  const [style, mark] = MARKS[change.direction];
  const [first = '', ...more] = wrapped(plain(change.message), width - 11);
  return [
    `${paint(style, `${mark} ${change.direction.padEnd(8)}`)} ${first}`,
    ...more.map((line) => `           ${line}`),
    `           ${paint('dim', plain(`${placeOf(change)}${change.property === null ? '' : ` ${change.property}`}`))}`,
    `           ${plain(valueOf(change.before, width / 2 - 8))} ${paint('dim', '->')} ${plain(valueOf(change.after, width / 2 - 8))}`,
    '',
  ];
}

export function placeOf({ constructPath, stack, resource }: Change): string {
  return constructPath ?? `${stack}/${resource}`;
}

/** A value in one line. */
export function valueOf(value: unknown, length: number): string {
  return value === null || value === undefined ? 'nothing' : shortened(readable(value as Json), length);
}

/** How many of what, in one line. */
function summaryOf(apps: readonly AppChanges[]): string {
  const { weaker, stronger, unknown } = countsOf(apps);
  return weaker + stronger + unknown === 0 ? 'Nothing changed for who may call what.'
    : `${counted(weaker, 'change')} weaker, ${stronger} stronger, ${unknown} not known.`;
}

export function countsOf(apps: readonly AppChanges[]): Record<Direction, number> {
  const all = apps.flatMap(({ changes }) => changes);
  const count = (direction: Direction) => all.filter((change) => change.direction === direction).length;
  return { weaker: count('weaker'), stronger: count('stronger'), unknown: count('unknown') };
}
