import { readFileSync, statSync } from 'node:fs';
import { AssemblyError } from './assembly-error';

/** CloudFormation takes templates of 1 MB, and writes none of more: far above any file that belongs to an app. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads a text file, without the mark that some editors write in front.
 *
 * @param what as in `an exceptions file`
 * @throws AssemblyError if it cannot be read, is no file that ends, or no UTF-8
 */
export function readTextFile(what: string, path: string): string {
  try {
    const stat = statSync(path);
    // A pipe is what a shell makes of `<(git show ...)`; a device has no end.
    if (!stat.isFile() && !stat.isFIFO()) {
      throw new AssemblyError(`${what} is a file, received: ${path}, which is none`);
    }
    if (stat.size > LARGEST) {
      throw new AssemblyError(`${what} holds at most 64 MB, received: ${path} of ${Math.round(stat.size / 1024 / 1024)} MB`);
    }
    return decoded(what, path, readFileSync(path));
  } catch (error) {
    if (error instanceof AssemblyError) {
      throw error;
    }
    throw new AssemblyError(`${what} can be read, received: ${path} (${(error as NodeJS.ErrnoException).code ?? 'no reason given'})`);
  }
}

function decoded(what: string, path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AssemblyError(`${what} is text in UTF-8, received: ${path} in another encoding`);
  }
}
