import type { Route } from './authorization';
import type { WafMatch } from './waf-statement';
import { listOf, member } from '../assembly/json';
import { hasUnknown } from '../assembly/symbols';

export type Content = WafMatch & { readonly kind: 'content' };

/** Whether a request for a route may have what a statement looks for in path and method; other parts of a request are the caller's choice. */
export function mayBeFor({ field, type, statement }: Content, { method, path }: Route, stage: string): boolean {
  if (hasUnknown(statement) || type !== 'ByteMatch' && type !== 'RegexMatch') {
    return true;
  }
  const wanted = type === 'RegexMatch' ? statement.RegexString : statement.SearchString;
  if (typeof wanted !== 'string') {
    return true;
  }
  switch (field.part) {
    case 'Method': return method === 'ANY' || matches(type, wanted, statement, [method]);
    case 'UriPath': return hasUnknown(path) || isInTheDark(path, wanted) || matches(type, wanted, statement, requestsOf(path, stage));
    default: return true;
  }
}

/** What stands for a parameter of a path. */
const VALUES = ['1', 'a1', '2027-01-31', '0f8fad5b-d9cb-469f-a165-70867728950e'];

/** Paths of requests for a route, with the stage before them and, behind a domain name, without it. */
function requestsOf(path: string, stage: string): string[] {
  return VALUES.flatMap((value) => {
    const text = path.replace(/\{[^}]*\}/g, value);
    return [text, `/${stage}${text}`];
  });
}

/** A pattern for the parameters of a path may want values of any form: where it has the words of the path, it is for it. */
function isInTheDark(path: string, wanted: string): boolean {
  const words = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return path.includes('+}') && words.length === 0 || path.includes('{') && words.every((word) => wanted.toLowerCase().includes(word.toLowerCase()));
}

function matches(type: string, wanted: string, statement: Content['statement'], texts: readonly string[]): boolean {
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

function matchesPattern(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true; // WAF knows words that JavaScript does not
  }
}
