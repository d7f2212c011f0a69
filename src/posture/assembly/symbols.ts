import type { Json } from './json';

/**
 * What a template leaves open stands in resolved values as a symbol between ‹ and ›, inside a text or alone: a reference to a resource of
 * the app (`‹Stack#LogicalId.Attribute›`), a pseudo parameter whose value is not known (`‹AWS::Region›`), or a named unknown (`‹?parameter Limit›`).
 * So resolved values are plain JSON, two spellings of one reference are the same text, and nothing that is unknown is lost.
 */
export const OPEN = '‹';
export const CLOSE = '›';

const SYMBOL = /‹([^‹›]*)›/g;
/** A reference in the name of an unknown, as in `‹?0 of ⟨Stack#Firewall.EndpointIds⟩›`. */
const NESTED = /⟨([^⟨⟩]*)⟩/g;

/** A reference to a resource of the app. */
export interface Reference {
  /** Key of the resource: `Stack#LogicalId`. */
  readonly key: string;
  /** `Ref`, or the attribute. */
  readonly attribute: string;
}

/** A literal of the template: it can't forge a symbol. */
export function literal(text: string): string {
  return /[‹›⟨⟩]/.test(text) ? text.replace(/[‹›⟨⟩]/g, '\ufffd') : text;
}

/** A stack as keys call it: without the marks of symbols, and without those at which ARNs, URLs and paths are taken apart. */
export function stackKey(name: string): string {
  return name.replaceAll('/', '~').replace(/[^\p{L}\p{N}~-]/gu, '_');
}

/** For a regular expression: a text without some marks, in which a symbol may hold them. */
export function free(marks: string): string {
  return `(?:‹[^‹›]*›|[^${marks}‹›])*`;
}

export function referenceTo(key: string, attribute: string): string {
  return `${OPEN}${key}.${attribute}${CLOSE}`;
}

export function pseudoParameter(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

/**
 * A named unknown. Symbols in the name are kept: what refers to a resource still does.
 *
 * @param what names what is not known, as in `parameter Limit`
 */
export function unknown(what: string): string {
  return `${OPEN}?${what.includes(OPEN) ? what.replace(/‹\?([^‹›]*)›/g, '$1').replace(SYMBOL, '⟨$1⟩') : what}${CLOSE}`.replace(/(?!^)[‹›](?!$)/g, '');
}

/** A name that means something else in every stack, as that of a parameter does. The mark is for those who compare, and not for people. */
export function inStack(name: string, stack: string): string {
  return `${name}⟨of ${stack}⟩`;
}

function withoutMarks(text: string): string {
  return text.includes('⟨of ') ? text.replace(/⟨of [^⟨⟩]*⟩/g, '') : text;
}

/** What a text leaves unknown, by name; empty where it is known, references to resources included. */
export function unknownsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') {
    return symbolsOf(value).filter((symbol) => symbol.startsWith('?')).map((symbol) => withoutMarks(symbol.slice(1)));
  }
  if (Array.isArray(value)) {
    return value.flatMap(unknownsIn);
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(unknownsIn) : [];
}

/** Whether the value as a whole is unknown: of whatever type. */
export function isUnknown(value: Json | undefined): value is string {
  return typeof value === 'string' && /^‹\?[^‹›]*›$/.test(value);
}

/** Whether a text has an unknown part. */
export function hasUnknown(value: Json | undefined): boolean {
  return unknownsIn(value).length > 0;
}

/** The references to resources in a value, in their order. */
export function referencesIn(value: Json | undefined): Reference[] {
  if (typeof value === 'string') {
    return symbolsOf(value).flatMap((symbol) => (symbol.startsWith('?') ? [...symbol.matchAll(NESTED)].map(([, nested]) => nested!) : [symbol]))
      .filter((symbol) => symbol.includes('#')).map(parseReference);
  }
  if (Array.isArray(value)) {
    return value.flatMap(referencesIn);
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

/** The one reference that a value is, and nothing else. */
export function asReference(value: Json | undefined): Reference | undefined {
  const [symbol, ...more] = typeof value === 'string' && /^‹[^‹›?][^‹›]*›$/.test(value) ? symbolsOf(value) : [];
  return symbol !== undefined && more.length === 0 && symbol.includes('#') ? parseReference(symbol) : undefined;
}

/** Replaces symbols in every text of a value. */
export function replaceSymbols<T extends Json | undefined>(value: T, replace: (symbol: string) => string | undefined): T {
  if (typeof value === 'string') {
    return !value.includes(OPEN) ? value : value.replace(SYMBOL, (whole, symbol: string) => replace(symbol) ?? whole) as T;
  }
  if (Array.isArray(value)) {
    return value.map((entry) => replaceSymbols(entry as Json, replace)) as unknown as T;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceSymbols(entry, replace)])) as T
    : value;
}

/** Replaces pseudo parameters, in the names of unknowns too. */
export function replacePseudo<T extends Json | undefined>(value: T, replace: (name: string) => string | undefined): T {
  return replaceSymbols(value, (symbol) => {
    if (!symbol.startsWith('?')) {
      return symbol.startsWith('AWS::') ? replace(symbol) : undefined;
    }
    const name = symbol.replace(NESTED, (whole, nested: string) => (nested.startsWith('AWS::') ? replace(nested)?.replace(OPEN, '⟨').replace(CLOSE, '⟩') ?? whole : whole));
    return name === symbol ? undefined : `${OPEN}${name}${CLOSE}`;
  });
}

/** Calls what references lead to by other keys, in the names of unknowns too; and the stacks of what only means something in its stack. */
export function renameReferences<T extends Json | undefined>(
  value: T, nameOf: (key: string) => string | undefined, stackOf: (stack: string) => string | undefined,
): T {
  const renameKey = (symbol: string): string | undefined => {
    const dot = symbol.indexOf('.', symbol.lastIndexOf('#'));
    const name = symbol.includes('#') ? nameOf(symbol.slice(0, dot)) : undefined;
    return name === undefined ? undefined : `${name}${symbol.slice(dot)}`;
  };
  const renameNested = (whole: string, nested: string): string => {
    const name = nested.startsWith('of ') ? stackOf(nested.slice(3)) : renameKey(nested);
    return name === undefined ? whole : nested.startsWith('of ') ? `⟨of ${name}⟩` : `⟨${name}⟩`;
  };
  return replaceSymbols(value, (symbol) => {
    const inner = symbol.includes('⟨') ? symbol.replace(NESTED, renameNested) : symbol;
    return `${OPEN}${inner.startsWith('?') ? inner : renameKey(inner) ?? inner}${CLOSE}`;
  });
}

/** The fields of an ARN, or of what is written like one. */
export function colonFields(text: string): string[] {
  return splitOutside(text, ':');
}

/** A text taken apart at a mark, but for those inside of symbols, which are their own. */
export function splitOutside(text: string, mark: ':' | '/'): string[] {
  const fields = [''];
  for (const [part] of text.matchAll(/‹[^‹›]*›|[:/]|[^:/‹›]+|[‹›]/g)) {
    if (part === mark) {
      fields.push('');
    } else {
      fields[fields.length - 1] += part;
    }
  }
  return fields;
}

/** A value as a person reads it: references by their logical id, unknowns by their name. */
export function readable(value: Json | undefined): string {
  const text = withoutMarks(typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing');
  const named = (symbol: string) => `\${${symbol.slice(symbol.lastIndexOf('#') + 1).replace(/\.Ref$/, '')}}`;
  return text.replace(SYMBOL, (_, symbol: string) => (symbol.startsWith('?') ? `<${symbol.slice(1)}>` : named(symbol)))
    .replace(NESTED, (_, symbol: string) => named(symbol));
}

function symbolsOf(text: string): string[] {
  return text.includes(OPEN) ? [...text.matchAll(SYMBOL)].map(([, symbol]) => symbol!) : [];
}

function parseReference(symbol: string): Reference {
  // Logical ids are alphanumeric; stack names of nested stacks may hold dots, attributes too (`Outputs.X`).
  const hash = symbol.lastIndexOf('#');
  const dot = symbol.indexOf('.', hash);
  return { key: symbol.slice(0, dot), attribute: symbol.slice(dot + 1) };
}
