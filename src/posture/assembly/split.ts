import { asReference } from './symbols';

/** The parts of a text between separators, as `Fn::Split` makes them; undefined where a symbol may hold the separator once it is known. */
export function splitAround(separator: string, text: string): string[] | undefined {
  if (separator === '' || /‹/.test(text) && !isFreeOf(separator, text)) {
    return undefined;
  }
  // The names of symbols are not of the text.
  const symbols: string[] = [];
  const parts = text.replace(/‹[^‹›]*›/g, (symbol) => (symbols.push(symbol), '‹›')).split(separator);
  return parts.map((part) => part.replace(/‹›/g, () => symbols.shift()!));
}

/** Pseudo parameters hold no separator that anybody splits by, but for hyphens; references and unknowns may hold any. */
function isFreeOf(separator: string, text: string): boolean {
  return asReference(text) === undefined && !(separator === '-' && /‹AWS::(Region|StackName)›/.test(text))
    && !/‹[^‹›#?]*[#?]/.test(text) && !text.includes('‹AWS::StackId');
}
