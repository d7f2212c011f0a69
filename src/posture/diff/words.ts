import type { Change, Direction } from './change';
import type { App, Resource } from '../assembly/app';
import type { Layer } from '../checks/check';
import type { Route } from '../model/authorization';

/** `GET /a, POST /b and 13 more routes`. */
export function routeWords(routes: readonly Route[]): string {
  return few(routes.map(({ text }) => text), 'more routes', 'one more route');
}

/** The first of a list, and how many there are besides. */
export function few(texts: readonly string[], many: string, one: string, most = 3): string {
  const [first, rest] = [texts.slice(0, most), texts.length - most];
  return rest > 0 ? `${first.join(', ')} and ${rest === 1 ? one : `${rest} ${many}`}`
    : first.length > 1 ? `${first.slice(0, -1).join(', ')} and ${first.at(-1)}` : first.join('');
}

/** What a person calls a resource: its place in the app, without the parts that every path ends with. */
export function nameOf({ constructPath, logicalId }: Resource): string {
  return withoutHash(constructPath?.replace(/\/(Resource|Default)$/, '') ?? logicalId);
}

/** What CDK ends logical ids with says nothing to a person, and changes with the place in the tree. */
function withoutHash(text: string): string {
  return text.replace(/[A-Za-z0-9]{9,}/g, (word) => (/[A-Za-z]/.test(word.slice(0, -8)) && /[0-9A-F]{8}$/.test(word.slice(-8)) ? word.slice(0, -8) : word));
}

/** Calls what sentences refer to by what a person calls it: `${Topic1234ABCD}` is `Guard/Topic`, where no other has that id. */
export function namer(...apps: readonly App[]): (sentence: string) => string {
  const names = new Map<string, string>();
  for (const resource of apps.flatMap(({ resources }) => resources)) {
    const id = resource.key.slice(resource.key.lastIndexOf('#') + 1);
    const name = nameOf(resource);
    names.set(id, names.has(id) && names.get(id) !== name ? withoutHash(id) : name);
  }
  return (sentence) => sentence.replace(/\$\{([A-Za-z0-9]+)(\.[A-Za-z0-9.]+)?\}/g, (_, id: string, attribute: string | undefined, at: number, all: string) => {
    const text = `${names.get(id) ?? withoutHash(id)}${attribute === undefined || attribute === '.Arn' ? '' : attribute}`;
    const end = at + id.length + (attribute?.length ?? 0) + 3;
    // Inside of a text it must be told where the name ends.
    return /[\s"([]|^$/.test(all.charAt(at - 1)) && /[\s"\]),;:]|^$/.test(all.charAt(end)) ? text : `\${${text}}`;
  });
}

/** A change at a resource. */
export function changeAt(
  resource: Resource, layer: Layer, direction: Direction, property: string | null, before: unknown, after: unknown, message: string,
): Change {
  return {
    direction,
    layer,
    stack: resource.stack,
    resource: resource.logicalId,
    constructPath: resource.constructPath ?? null,
    property,
    before: before ?? null,
    after: after ?? null,
    message,
  };
}
