import { InvalidArgumentError, Option } from 'commander';
import { parseDay } from '../values/day';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown'] as const;
export type Format = typeof FORMATS[number];

export function formatOption(formats: readonly string[] = FORMATS): Option {
  return new Option('--format <format>', 'how to print').choices(formats).default(formats[0]);
}

export function outputOption(): Option {
  return new Option('--output <file>', 'write into a file instead of printing');
}

/** The one clock: a day, so that a report of another day can be made. */
export function nowOption(): Option {
  return new Option('--now <date>', 'the day on which end dates are judged (default: today, in UTC)').argParser((text) => {
    const day = parseDay(text);
    if (day === undefined) {
      throw new InvalidArgumentError('A day is an ISO date (YYYY-MM-DD).');
    }
    return day;
  });
}
