import { type DocumentProblem, type DocumentReading, readDocument } from '../../values/document';
import { AssemblyError } from '../assembly/assembly-error';
import { readTextFile } from '../assembly/text-file';

/** What is read here is written by people: far above any of it, far below what would take long. */
const LARGEST = 20 * 1024 * 1024;

/**
 * Reads a YAML or JSON file against one of the published schemas.
 *
 * @param what as in `an exceptions file`
 * @param path also how it is called in messages
 * @throws AssemblyError that names every problem with its line and column
 */
export function readDataFile(what: string, path: string, schema: string, rules?: (data: unknown) => DocumentProblem[]): DocumentReading {
  const text = readTextFile(what, path);
  if (text.length > LARGEST) {
    throw new AssemblyError(`${what} holds at most 20 MB, received: ${path} of ${Math.round(text.length / 1024 / 1024)} MB`);
  }
  const reading = readDocument(text, path, schema, rules);
  if (reading.problems.length > 0) {
    const shown = reading.problems.slice(0, 20);
    const rest = reading.problems.length - shown.length;
    throw new AssemblyError(`${what} follows its schema, received:\n${[...shown, ...rest > 0 ? [`and ${rest} more`] : []].join('\n')}`);
  }
  return reading;
}
