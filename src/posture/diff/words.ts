import type { Change, Direction } from './change';
import type { Resource } from '../assembly/app';
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
  return constructPath?.replace(/\/(Resource|Default)$/, '') ?? logicalId;
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
