import { main } from '../../src/cli/main';
import { parseDay } from '../../src/values/day';
import { TRIAL_CHECKS } from '../posture/checks/trial';

/** What a call of the command line printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line with the trial checks, on 1 January 2027. */
export async function run(...argv: string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    out: (text) => { out += text; }, err: (text) => { err += text; }, colours: false, now: () => parseDay('2027-01-01')! * 24 * 60 * 60 * 1000,
  }, TRIAL_CHECKS);
  return { code, out, err };
}
