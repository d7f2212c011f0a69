import { changeLines, table } from './person';
import type { Operations } from '../../operations';

type Answer<Name extends 'addAddress' | 'historyOfList' | 'reportList' | 'syncList'> = Awaited<ReturnType<Operations[Name]>>;

/** A change by a person, in lines. */
export function amendedLines({ changed, dryRun, version, restored, ...change }: Answer<'addAddress'>): string[] {
  const content = restored === undefined ? '' : `, with the content of version ${restored}`;
  const what = changed ? `${dryRun ? 'would be' : 'is'} version ${version}${content}` : 'nothing changes';
  return [`${change.list}: ${what}`, ...changeLines(change)];
}

/** A run of a feed, in lines. */
export function runLines(run: Answer<'syncList'>, dryRun: boolean): string[] {
  return [
    `${dryRun ? 'would be ' : ''}${run.outcome}: version ${run.version}, ${run.entries} ranges`,
    ...changeLines(run),
    ...run.omitted === undefined ? [] : [`  and ${run.omitted} more, which the history will tell`],
    ...troubleLines(run),
    ...run.outcome === 'refused' && run.offer !== undefined ? [`take exactly this, where the percentages alone refuse it: --accept ${run.offer}`] : [],
  ];
}

/** A list as it stands, in lines. */
export function listLines({ list, version, entries, merged, hold, lastRun, removed }: Answer<'reportList'>): string[] {
  return [
    `${list}: version ${version}, ${entries.length} entries, ${merged} ranges merged`,
    ...hold === undefined ? []
      : [`held by ${hold.by} since ${hold.at}${hold.expires === undefined ? ', until `sync`' : `, until ${hold.expires}`}: ${hold.reason}`],
    ...lastRun === undefined ? [] : [
      `last run ${lastRun.at}: ${lastRun.outcome}${lastRun.confirmedAt === undefined ? '' : `; every source was last taken ${lastRun.confirmedAt}`}`,
      ...troubleLines(lastRun),
    ],
    ...table(entries.map(({ cidr, source, expires, note }) => [cidr, source, expires ?? '', note ?? ''])),
    ...removed.map(({ cidr, by, reason }) => `taken out: ${cidr} by ${by}: ${reason}`),
  ];
}

/** The versions of a list, in lines. */
export function historyLines(history: Answer<'historyOfList'>): string[] {
  return history.flatMap(({ version, at, kind, by, reason, restored, accepted, appliedAt, sources, ...change }) => [
    `${version}  ${at}  ${kind}${restored === undefined ? '' : ` to ${restored}`}  ${by}${reason === undefined ? '' : `: ${reason}`}`
    + `${accepted === undefined ? '' : `  (the percentages of the bounds were set aside for the offer ${accepted})`}`
    + `${appliedAt === undefined ? '  (not seen in both IP sets: the next run finishes it)' : ''}`,
    ...changeLines(change),
    ...Object.entries(sources).map(([source, hash]) => `  ${source} sha256:${hash.slice(0, 16)}`),
  ]);
}

function troubleLines({ problems, kept }: Pick<Answer<'syncList'>, 'problems' | 'kept'>): string[] {
  return [
    ...problems.map((problem) => `  refused: ${problem}`),
    ...kept.map(({ source, problem }) => `  ${source} keeps its last good entries: ${problem}`),
  ];
}
