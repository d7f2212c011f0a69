import type { Outcome } from './measure';
import type { Mutant } from './mutants';
import { KINDS, RULES } from './operator';
import { printTable } from '../../bench/table';
import { LAYERS } from '../../src/posture/checks/check';

/** The part of all mutants that the checks have to notice. */
export const TARGET = 0.95;

/** The part of mutants that the checks notice, from 0 to 1. */
export function shareNoticed(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ checks }) => checks.length > 0).length / outcomes.length;
}

/** Prints what was noticed by layer and by kind, what was left out and why, and what the checks did not notice. */
export function printOutcomes(outcomes: readonly Outcome[], leftOut: readonly Mutant[]): void {
  const table = (title: string, groups: readonly string[], groupOf: (outcome: Outcome) => string) => {
    console.log();
    printTable([title, 'mutants', 'by check', 'by diff', 'share of check'], [...groups, 'all'].flatMap((group) => {
      const those = outcomes.filter((outcome) => group === 'all' || groupOf(outcome) === group);
      return those.length === 0 ? [] : [[
        group, String(those.length), String(those.filter(({ checks }) => checks.length > 0).length),
        String(those.filter(({ diff }) => diff).length), percent(shareNoticed(those)),
      ]];
    }));
  };
  table('layer', LAYERS, ({ mutant }) => mutant.layer);
  table('what is done', KINDS, ({ mutant }) => mutant.kind);

  console.log('\nLeft out, by rule\n');
  printTable(['rule', 'mutants', ''], Object.entries(RULES).map(([rule, why]) => [rule, String(leftOut.filter((mutant) => mutant.leftOut === rule).length), why]));

  const survivors = outcomes.filter(({ checks }) => checks.length === 0);
  console.log(`\nNot noticed by check: ${survivors.length}${survivors.length === 0 ? '' : ' (those that diff does not notice either with a star)'}`);
  counted(survivors.map((one) => `${one.diff ? ' ' : '*'} ${one.example}: ${spelled(one)}`)).forEach((line) => console.log(`  ${line}`));

  const unlike = outcomes.filter(({ checks, diff }) => checks.length > 0 && !diff);
  console.log(`\nNoticed by check, not by diff: ${unlike.length}`);
  counted(unlike.map((one) => `  ${one.example}: ${spelled(one)}`)).forEach((line) => console.log(`  ${line}`));
}

export function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`; // rounded down: 94.96 is not 95
}

/** Without positions: the same in several entries of a list is said once. */
function spelled({ mutant: { type, property, what } }: Outcome): string {
  return `${type}${property === '' ? '' : ` ${property.replace(/\[\d+\]/g, '[]')}`}, ${what}`;
}

function counted(lines: readonly string[]): string[] {
  const times = new Map<string, number>();
  lines.forEach((line) => times.set(line, (times.get(line) ?? 0) + 1));
  return [...times].map(([line, count]) => `${line}${count === 1 ? '' : ` (${count} times)`}`);
}
