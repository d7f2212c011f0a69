import { writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import type { Session } from './session';
import { AssemblyError } from '../posture/assembly/assembly-error';
import type { Paint } from '../posture/report/text';

/** Prints a report, or writes it into a file. */
export function deliver(session: Session, text: string, file: string | undefined): void {
  if (file === undefined) {
    session.out(text);
  } else {
    writeResult(file, text);
  }
}

/** @throws AssemblyError if the file cannot be written */
export function writeResult(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new AssemblyError(`a result can be written, received: ${file} (${(error as NodeJS.ErrnoException).code ?? 'no reason given'})`);
  }
}

/** A file gets no colours. What Node.js thinks of its own output is asked no second time. */
export function paintFor(session: Session, file: string | undefined): Paint {
  return session.colours && file === undefined ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

export function widthOf({ columns }: Session): number {
  return Math.max(60, Math.min(columns ?? 110, 120));
}
