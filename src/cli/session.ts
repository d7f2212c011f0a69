import type { Command } from 'commander';
import type { LoadOperations } from './live';
import type { Check } from '../posture/checks/check';

/** What a call of the command line has of the world around it. */
export interface Io {
  /** Whether what is printed may have colours. */
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly columns?: number;
  out(text: string): void;
  err(text: string): void;
  /** Milliseconds since 1970-01-01. */
  now(): number;
}

/** One call of the command line: where it prints, and how it ends. */
export interface Session extends Io {
  readonly version: string;
  readonly checks: readonly Check[];
  /** Loads what acts on a live account. */
  readonly operations: LoadOperations;
  /** 0 clean, 1 findings; what could not run throws, and ends with 2. */
  exitCode: 0 | 1;
}

const sessions = new WeakMap<Command, Session>();

export function openSession(program: Command, session: Session): void {
  sessions.set(program, session);
}

/** The session of a command or of the program above it. */
export function sessionOf(command: Command): Session {
  const session = sessions.get(command);
  if (session) {
    return session;
  }
  if (!command.parent) {
    throw new Error('a command is run by main()');
  }
  return sessionOf(command.parent);
}
