import type { Route } from './authorization';
import type { WafContent } from './waf-statement';
import { listOf, member } from '../assembly/json';
import { hasUnknown } from '../assembly/symbols';

/** Whether a request for a route may have what a statement looks for in path and method; other parts of a request are the caller's choice. */
export function mayBeFor({ field, type, statement }: WafContent, { method, path }: Route): boolean {
  if (hasUnknown(statement) || type !== 'ByteMatch' && type !== 'RegexMatch') {
    return true;
  }
  const wanted = type === 'RegexMatch' ? statement.RegexString : statement.SearchString;
  if (typeof wanted !== 'string') {
    return true;
  }
  switch (field.part) {
    case 'Method': return method === 'ANY' || matches(type, wanted, statement, [method]);
    case 'UriPath': return hasUnknown(path) || isInTheDark(path, wanted) || matches(type, wanted, statement, requestsOf(path, wanted));
    default: return true;
  }
}

/** What stands for a parameter of a path. */
const VALUES = ['1', 'a1'];

/** Paths of requests for a route, with and without a stage or a base path before them: which there are, other apps may decide. */
function requestsOf(path: string, wanted: string): string[] {
  const [, named] = /\/([\w-]+)/.exec(wanted) ?? [];
  const before = ['', '/a', ...named === undefined ? [] : [`/${named}`]];
  return VALUES.flatMap((value) => before.map((prefix) => `${prefix}${path.replace(/\{[^}]*\}/g, value)}`));
}

/** A pattern for the parameters of a path may want values of any form: where it has the words of the path, it is for it. */
function isInTheDark(path: string, wanted: string): boolean {
  const words = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return path.includes('+}') && words.length === 0 || path.includes('{') && words.every((word) => wanted.toLowerCase().includes(word.toLowerCase()));
}

function matches(type: string, wanted: string, statement: WafContent['statement'], texts: readonly string[]): boolean {
  const lower = listOf(statement.TextTransformations).some((entry) => ['LOWERCASE', 'CMD_LINE'].includes(String(member(entry, 'Type'))));
  const seen = lower ? texts.map((text) => text.toLowerCase()) : texts;
  return type === 'RegexMatch' ? seen.some((text) => matchesPattern(wanted, text))
    : seen.some((text) => {
      switch (statement.PositionalConstraint) {
        case 'EXACTLY': return text === wanted;
        case 'STARTS_WITH': return text.startsWith(wanted);
        case 'ENDS_WITH': return text.endsWith(wanted);
        default: return text.includes(wanted);
      }
    });
}

/** What repeats in what repeats may take for ever to find out that it does not match. */
const NESTED = /[+*}]\)[+*{]/;

function matchesPattern(pattern: string, text: string): boolean {
  try {
    return NESTED.test(pattern) || new RegExp(pattern).test(text);
  } catch {
    return true; // WAF knows words that JavaScript does not
  }
}
