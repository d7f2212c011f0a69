import type { Check, Severity } from './check';

/** What a team sets of a check. */
export interface CheckSetting {
  readonly severity: Severity | 'off';
  /** Why less is asked than the check does by itself. */
  readonly reason?: string;
}

/** How checks run. */
export interface Config {
  readonly checks: ReadonlyMap<string, CheckSetting>;
  /** How many days after its end an exception still holds. */
  readonly graceDays: number;
}

export const DEFAULT_CONFIG: Config = { checks: new Map(), graceDays: 14 };

/** The checks that run, with the severity that the team gave them. */
export function configured(checks: readonly Check[], config: Config): Check[] {
  return checks.flatMap((check) => {
    const setting = config.checks.get(check.id);
    return setting === undefined ? [check] : setting.severity === 'off' ? [] : [{ ...check, severity: setting.severity }];
  });
}
