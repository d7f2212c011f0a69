import { RuleError, shown } from './rule-error';

/** What PCRE knows and WAF refuses: https://docs.aws.amazon.com/waf/latest/developerguide/waf-regex-pattern-support.html */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^\\([1-9]|[gk][{<'\d])/, 'a backreference'],
  [/^\\C/, 'the single byte \\C'],
  [/^\\R/, 'the line end \\R'],
  [/^\\K/, 'the new start \\K'],
  [/^\(\?(R|[+-]?\d|&|P>)/, 'a subroutine or a recursion'],
  [/^\(\?P=/, 'a backreference'],
  [/^\(\?\(/, 'a condition'],
  [/^\(\?>/, 'an atomic group'],
  [/^\(\?[C{]/, 'a callout or code'],
  [/^\(\*/, 'a control verb'],
  [/^([*+?]|\{\d+(,\d*)?\})\+/, 'a possessive quantifier'],
];

/** One piece of a pattern: an escaped character, a class, in which a bracket that stands first closes nothing, or one character. */
const PIECE = /\\[\s\S]|\[\^?(\]|\\[\s\S]|\[:\^?\w+:\]|[^\]\\])(\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|[\s\S]/y;

/**
 * Refuses a regular expression that WAF would refuse when it is deployed, as far as AWS says what that is.
 *
 * @throws RuleError RegexPattern
 */
export function checkPattern(pattern: string): void {
  if (pattern.length === 0 || pattern.length > 200) {
    throw new RuleError('RegexPattern', `a regular expression has 1 to 200 characters, received: ${pattern.length} characters`);
  }
  let open = 0;
  for (let at = 0; at < pattern.length; at = PIECE.lastIndex) {
    const rest = pattern.slice(at);
    const found = REFUSED.find(([construct]) => construct.test(rest));
    if (found !== undefined) {
      throw new RuleError('RegexPattern', `a regular expression uses what WAF takes of PCRE, received: ${found[1]} in ${shown(pattern)}`);
    }
    PIECE.lastIndex = at;
    const [piece] = PIECE.exec(pattern)!;
    open += piece === '(' ? 1 : piece === ')' ? -1 : 0;
    if (open < 0 || piece === '[' || piece === '\\') {
      throw unbalanced(pattern);
    }
  }
  if (open > 0) {
    throw unbalanced(pattern);
  }
}

function unbalanced(pattern: string): RuleError {
  return new RuleError('RegexPattern', `a regular expression closes the groups and classes that it opens, received: ${shown(pattern)}`);
}
