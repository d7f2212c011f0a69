import { counted } from './plain';
import type { Report } from '../checks/run';

/** How many of what, in one line. */
export function summaryLine({ findings, acknowledged, inBaseline, tallies }: Report): string {
  const failed = findings.filter(({ outcome }) => outcome === 'fail');
  const errors = failed.filter(({ severity }) => severity === 'error').length;
  const places = tallies.reduce((sum, { pass, fail, unknown }) => sum + pass + fail + unknown, 0);
  return [
    `${counted(errors, 'error')}, ${counted(failed.length - errors, 'warning')}, ${findings.length - failed.length} not known`,
    acknowledged.length > 0 ? `; ${acknowledged.length} acknowledged` : '',
    inBaseline.length > 0 ? `; ${inBaseline.length} in the baseline` : '',
    places === 0 ? `. ${counted(tallies.length, 'check')} found nothing to judge.`
      : `. ${counted(tallies.length, 'check')} judged ${counted(places, 'place')}.`,
  ].join('');
}
