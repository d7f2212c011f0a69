import type { Acknowledgement } from './facts';
import { counted, paint, table, wrapped } from './text';

/** What was acknowledged for one and the same reason. */
export interface Reason {
  readonly reason: string;
  readonly rules: string[];
  /** How often. */
  readonly count: number;
}

/** By reason, the most frequent first. */
export function byReason(acknowledgements: readonly Acknowledgement[]): Reason[] {
  const reasons = [...new Set(acknowledgements.map(({ reason }) => reason))].map((reason) => {
    const those = acknowledgements.filter((other) => other.reason === reason);
    return { reason, rules: [...new Set(those.map(({ rule }) => shortRule(rule)))], count: those.length };
  });
  return reasons.sort((a, b) => b.count - a.count);
}

/** The rule without its pack (each pack has its own name for it) and without what it found. */
function shortRule(rule: string): string {
  return rule.replace(/\[.*$/, '').replace(/^.*-/, '');
}

/** How many, in a sentence. */
export function acknowledgementSummary(acknowledgements: readonly Acknowledgement[]): string {
  const places = new Set(acknowledgements.map(({ path }) => path)).size;
  return `${counted(acknowledgements.length, 'was', 'were')} acknowledged beside ${counted(places, 'resource')}, `
    + `for ${counted(byReason(acknowledgements).length, 'reason')}`;
}

export function acknowledgementLines(acknowledgements: readonly Acknowledgement[]): string[] {
  return table(byReason(acknowledgements).map(({ reason, rules, count }) => [
    `${count} ×`, rules, wrapped(reason, 58).map((line) => paint('dim', line)),
  ]), [0]);
}
