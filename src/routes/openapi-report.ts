import { isObject } from './openapi-json';
import { type ImportNote, ImportAction } from './openapi-note';
import type { ImportRule } from './openapi-rules';

/** Collects what becomes of the parts of a document: each part and rule once, however often it is met. */
export class ImportReport {
  /** How often something was loosened, repetitions included: tells whether a rewriting below some point loosened anything. */
  public loosenings = 0;
  private readonly collected = new Map<string, ImportNote>();

  public get notes(): ImportNote[] {
    return [...this.collected.values()];
  }

  public rewritten(pointer: string, rule: ImportRule, message: string, loosens = false): void {
    this.add({ pointer, rule, action: ImportAction.REWRITTEN, message, loosens });
  }

  public leftOut(pointer: string, rule: ImportRule, message: string, loosens = false): void {
    this.add({ pointer, rule, action: ImportAction.LEFT_OUT, message, loosens });
  }

  public notEnforced(pointer: string, rule: ImportRule, message: string): void {
    this.add({ pointer, rule, action: ImportAction.NOT_ENFORCED, message, loosens: true });
  }

  public refused(pointer: string, rule: ImportRule, message: string): void {
    this.add({ pointer, rule, action: ImportAction.REFUSED, message, loosens: false });
  }

  /** An object where the document must have one; nothing, and a refusal, where it has something else. */
  public objectAt(value: unknown, pointer: string): Record<string, unknown> | undefined {
    if (isObject(value)) {
      return value;
    }
    this.refused(pointer, 'malformed', 'OpenAPI 3.0 wants an object here');
    return undefined;
  }

  private add(note: ImportNote): void {
    const key = `${note.pointer} ${note.rule} ${note.action}`;
    const earlier = this.collected.get(key);
    this.loosenings += note.loosens ? 1 : 0;
    if (earlier === undefined || (note.loosens && !earlier.loosens)) {
      this.collected.set(key, note);
    }
  }
}
