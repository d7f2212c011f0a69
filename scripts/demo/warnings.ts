import type { Warning } from './facts';
import { indented, paint, wrapped } from './text';

/** A message that a construct left, as a cloud assembly holds it. */
export interface SynthesisMessage {
  readonly level: string;
  readonly id: string;
  readonly entry: { readonly data?: unknown };
}

const ACKNOWLEDGEMENT = /\s*\[ack: (.+)\]\s*$/;

/** The warnings and errors among the messages of a synth. */
export function warningsOf(messages: readonly SynthesisMessage[]): Warning[] {
  return messages.filter(({ level }) => level !== 'info').map(({ id: path, entry }) => {
    const text = String(entry.data);
    return { path: path.replace(/^\//, ''), text: text.replace(ACKNOWLEDGEMENT, ''), id: ACKNOWLEDGEMENT.exec(text)?.[1] };
  });
}

/** Each warning with where it comes from and how to silence it. */
export function warningLines(warnings: readonly Warning[]): string[] {
  return warnings.flatMap(({ path, text, id }) => [
    `${paint('yellow', '!')} ${id ?? 'a warning'} at ${path}`,
    ...indented(wrapped(text, 94), 4),
    ...(id === undefined ? [] : indented([paint('dim', `acknowledge it: Annotations.of(scope).acknowledgeWarning('${id}', 'why')`)], 4)),
  ]);
}
