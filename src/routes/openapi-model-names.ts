import { member, segmentsOf, valueAt } from './openapi-json';

const ALPHANUMERIC = /^[A-Za-z0-9]+$/;

/** Gives every schema that becomes a model a name of letters and digits, the same in every run. */
export class ModelNames {
  private readonly byPointer = new Map<string, string>();
  private readonly taken: Set<string>;

  public constructor(document: unknown) {
    const schemas = member(member(document, 'components'), 'schemas');
    // Names that may stay as they are go to their owners, whoever is met first.
    this.taken = new Set(Object.keys(valueAt(schemas, '') ?? {}).filter((name) => ALPHANUMERIC.test(name)));
  }

  /** @param wish the name it should have if it is free; else digits are added */
  public nameOf(pointer: string, wish = wishFor(pointer)): string {
    const known = this.byPointer.get(pointer);
    if (known !== undefined) {
      return known;
    }
    const component = /^\/components\/schemas\/([A-Za-z0-9]+)$/.exec(pointer)?.[1];
    const name = component ?? this.free(wish.replace(/[^A-Za-z0-9]/g, '') || 'Model');
    this.taken.add(name);
    this.byPointer.set(pointer, name);
    return name;
  }

  private free(name: string): string {
    for (let at = 1; ; at++) {
      const candidate = at === 1 ? name : `${name}${at}`;
      if (!this.taken.has(candidate)) {
        return candidate;
      }
    }
  }
}

function wishFor(pointer: string): string {
  const segments = segmentsOf(pointer);
  return (segments[0] === 'components' && segments[1] === 'schemas' ? segments.slice(2) : segments).map(capitalized).join('');
}

/** The words of a text, run together. */
export function capitalized(text: string): string {
  return text.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '').replace(/^./, (first) => first.toUpperCase());
}
