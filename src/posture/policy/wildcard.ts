/** Yes, no, or not known. */
export type Answer = boolean | undefined;

type Token = { readonly kind: 'any' | 'one' | 'open' } | { readonly kind: 'text'; readonly text: string };

/**
 * Whether a text matches a pattern of IAM: `*` is any text, `?` one character. A symbol only matches itself;
 * where an unknown part could make the difference, the answer is not known.
 */
export function matches(pattern: string, text: string): Answer {
  if (pattern === '*' || pattern === text) {
    return true; // an unknown is itself, whatever it is
  }
  if (!pattern.includes('‹') && !text.includes('‹') && !text.startsWith(pattern.slice(0, firstWildcard(pattern)))) {
    return false; // most patterns differ from most texts at once
  }
  const [tokens, wanted] = [tokensOf(pattern), charactersOf(text)];
  if (glob(tokens, wanted, false)) {
    return true;
  }
  const open = tokens.some(({ kind }) => kind === 'open') || wanted.some((character) => character.startsWith('‹'));
  return open && glob(tokens, wanted, true) ? undefined : false;
}

function firstWildcard(pattern: string): number {
  const at = pattern.search(/[*?]/);
  return at < 0 ? pattern.length : at;
}

/** Whether a text holds wildcards; a symbol stands for itself, whatever its name holds. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text.replace(/‹[^‹›]*›/g, ''));
}

/** Whether everything that the one pattern matches, the other matches too. */
export function covers(wide: string, narrow: string): Answer {
  return wide === narrow || matches(wide, narrow.replace(/‹[^‹›]*›|[*?]/g, (part) => (part === '*' ? ANY_TEXT : part === '?' ? ANY_CHARACTER : part)));
}

/** What stands for a star of the narrower pattern: only a star can match it. */
const ANY_TEXT = '\u0000';
/** What stands for its question mark: no other character is the same. */
const ANY_CHARACTER = '\ufffe';

function charactersOf(text: string): string[] {
  return text.match(/‹[^‹›]*›|[\s\S]/gu) ?? [];
}

function tokensOf(pattern: string): Token[] {
  return charactersOf(pattern).map((character): Token => (character === '*' ? { kind: 'any' }
    : character === '?' ? { kind: 'one' }
      : character.startsWith('‹?') ? { kind: 'open' } : { kind: 'text', text: character }));
}

/** @param open whether unknown parts stand for any text */
function glob(tokens: readonly Token[], text: readonly string[], open: boolean): boolean {
  const isAny = (token: Token | undefined) => token?.kind === 'any' || open && token?.kind === 'open';
  let [at, from] = [0, 0];
  let [star, mark] = [-1, 0];
  while (from < text.length) {
    const token = tokens[at];
    const character = text[from]!;
    if (isAny(token)) {
      [star, mark] = [at, from];
      at++;
    } else if (open && (character.startsWith('‹?') || token?.kind === 'one' && character.startsWith('‹'))) {
      return true; // an unknown part of the text may be whatever the pattern wants, and nobody counts the characters of a reference
    } else if (token !== undefined && (token.kind === 'one' && character !== ANY_TEXT && !character.startsWith('‹') || token.kind === 'text' && token.text === character)) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else {
      return false;
    }
  }
  while (isAny(tokens[at])) {
    at++;
  }
  return at === tokens.length;
}
