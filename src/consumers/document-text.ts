import { REFERENCE } from './reference';
import type { DocumentProblem } from '../values/document';
import { shown } from '../values/rule-error';

// A consumers file that keeps its schema has 7 levels.
const DEEPEST = 20;

/**
 * What a file may not say anywhere, in keys and in values. The numbers of tokens are the same in every synth, so that the text of one
 * would be resolved to what stands behind it, a client secret for instance.
 */
export function textProblems(data: unknown, path: readonly (string | number)[] = []): DocumentProblem[] {
  if (typeof data === 'string') {
    return REFERENCE.test(data) ? [{ path, message: literally('text', data) }] : [];
  }
  if (typeof data !== 'object' || data === null) {
    return [];
  }
  if (path.length > DEEPEST) {
    return [{ path, message: `is nested deeper than ${DEEPEST} levels` }];
  }
  if (Array.isArray(data)) {
    return data.flatMap((value, at) => textProblems(value, [...path, at]));
  }
  return Object.entries(data).flatMap(([key, value]) => [
    ...REFERENCE.test(key) ? [{ path: [...path, key], atKey: true, message: literally('name', key) }] : [],
    ...textProblems(value, [...path, key]),
  ]);
}

function literally(what: string, received: string): string {
  return `a ${what} of a file is meant literally, and holds no reference (a token or a pseudo parameter), received: ${shown(received)}`;
}
