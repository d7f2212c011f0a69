import type { Duration } from 'aws-cdk-lib';
import { type AlarmOff, type AlarmRule, checkedRule } from './alarm-rule';
import { RuleError, shown } from '../values/rule-error';

/** Over which time an alarm looks at its metric. */
export interface AlarmWindow {
  /**
   * Length of one period: whole minutes.
   *
   * @default - as the alarm has it (docs/audit.md)
   */
  readonly period?: Duration;

  /**
   * How many of the latest periods count, together at most a day.
   *
   * @default - as the alarm has it (docs/audit.md)
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them must be above the threshold.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;
}

/** When an alarm fires, or why there is none. */
export class AlarmSetting {
  /**
   * The alarm fires above a threshold.
   *
   * @param threshold in the alarm's own unit (docs/audit.md): a share of the requests (0 to 1), milliseconds, or a number of requests in a period
   * @param window over which time
   */
  public static above(threshold: number, window: AlarmWindow = {}): AlarmSetting {
    return new AlarmSetting({ threshold, window });
  }

  /**
   * No alarm.
   *
   * @param reason why nobody needs to hear of it; kept in the metadata of the construct
   */
  public static off(reason: string): AlarmSetting {
    return new AlarmSetting({ offReason: reason });
  }

  private constructor(private readonly choice: AlarmOff | { readonly threshold: number; readonly window: AlarmWindow }) {}

  /** @internal */
  public get _isOff(): boolean {
    return 'offReason' in this.choice;
  }

  /**
   * This setting, with what it leaves open taken from the alarm's own rule; or why the alarm is off.
   *
   * @internal
   */
  public _over(own: AlarmRule): AlarmRule | AlarmOff {
    if ('offReason' in this.choice) {
      if (this.choice.offReason.trim() === '') {
        throw new RuleError('AlarmOffReason', `an alarm is turned off with a written reason, received: ${shown(this.choice.offReason)}`);
      }
      return this.choice;
    }
    const { threshold, window } = this.choice;
    return checkedRule({
      unit: own.unit,
      threshold,
      minutes: window.period?.toMinutes({ integral: false }) ?? own.minutes,
      evaluationPeriods: window.evaluationPeriods ?? own.evaluationPeriods,
      datapointsToAlarm: window.datapointsToAlarm,
    });
  }
}
