import type { Check } from './check';
import type { Exception } from './exception';
import { nearest } from './nearest';
import { readDataFile } from './read-file';
import { parseDay } from '../../values/day';
import type { DocumentProblem } from '../../values/document';
import { isObject, listOf, member } from '../assembly/json';

/**
 * Reads exceptions from a YAML or JSON file (`schemas/exceptions.schema.json`).
 *
 * @throws AssemblyError with every problem, its line and column
 */
export function readExceptions(path: string, checks: readonly Check[]): Exception[] {
  const { data, lineOf } = readDataFile('an exceptions file', path, 'exceptions.schema.json', (found) => problemsOf(found, checks.map(({ id }) => id)));
  return (member(data, 'exceptions') as unknown as Omit<Exception, 'source'>[])
    .map((exception, at) => ({ ...exception, source: `${path}:${lineOf('exceptions', at)}` }));
}

/** What the schema cannot say. */
function problemsOf(data: unknown, checks: readonly string[]): DocumentProblem[] {
  return listOf(member(data, 'exceptions')).flatMap((exception, at): DocumentProblem[] => {
    if (!isObject(exception)) {
      return [];
    }
    const { check, until, constructPath, stack, resource } = exception;
    const path = ['exceptions', at];
    return [
      ...typeof check === 'string' && !checks.includes(check)
        ? [{ path: [...path, 'check'], message: `is the id of a check, received: "${check}"${nearest(check, checks)}` }] : [],
      ...typeof until === 'string' && parseDay(until) === undefined
        ? [{ path: [...path, 'until'], message: `is an ISO date (YYYY-MM-DD), received: "${until}"` }] : [],
      ...constructPath === undefined && stack === undefined ? [{ path, atKey: true, message: 'lacks its place: constructPath, or stack and resource' }] : [],
      ...constructPath !== undefined && (stack !== undefined || resource !== undefined)
        ? [{ path, atKey: true, message: 'names its place once: by constructPath, or by stack and resource' }] : [],
      ...resource !== undefined && stack === undefined ? [{ path: [...path, 'resource'], message: 'goes with the stack of the resource' }] : [],
    ];
  });
}
