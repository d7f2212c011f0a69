import { type AppChanges, DIRECTIONS, countsOf, placeOf, valueOf } from './changes';
import { code, comment, escaped } from './markdown';

const TITLES = { weaker: '🔓 **Weaker**', stronger: '🔒 **Stronger**', unknown: '❔ **Not known**' } as const;

/** Changes of all apps as one comment of a pull request; empty if nothing changed. */
export function markdownChanges(apps: readonly AppChanges[], limit?: number): string {
  const { weaker, stronger, unknown } = countsOf(apps);
  if (weaker + stronger + unknown === 0) {
    return '';
  }
  const several = apps.length > 1;
  const tables = DIRECTIONS.map((direction) => ({
    title: [TITLES[direction]],
    head: [...several ? ['app'] : [], 'layer', 'what', 'where', 'before', 'after'],
    rows: apps.flatMap(({ head, changes }) => changes.filter((change) => change.direction === direction).map((change) => [
      ...several ? [code(head)] : [],
      change.layer,
      escaped(change.message, 600),
      `${code(placeOf(change))}${change.property === null ? '' : `<br>${code(change.property)}`}`,
      code(valueOf(change.before, 300)),
      code(valueOf(change.after, 300)),
    ])),
  }));
  return comment('cdk-private-api:diff', `Who may call what: ${weaker} weaker, ${stronger} stronger, ${unknown} not known`, tables, [], limit);
}
