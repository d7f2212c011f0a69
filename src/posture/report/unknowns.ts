import { counted, plain, shortened } from './plain';
import type { Finding } from '../checks/finding';

/** What the templates leave open, in one line: `12 things are not known: parameter Limit (3), import vpc-id (2), ...`; empty if nothing is. */
export function unknownLine(findings: readonly Finding[], names = 5): string {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { message } of findings.filter(({ outcome }) => outcome === 'unknown').flatMap(({ places }) => places)) {
    const what = plain(message.replace(/^is not known: /, ''));
    counts.set(what, (counts.get(what) ?? 0) + 1);
    total++;
  }
  if (total === 0) {
    return '';
  }
  const all = [...counts].sort(([, one], [, other]) => other - one).map(([what, count]) => `${shortened(what, 80)}${count > 1 ? ` (${count})` : ''}`);
  const rest = all.length - names;
  return `${counted(total, 'thing is', 'things are')} not known: ${all.slice(0, names).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}
