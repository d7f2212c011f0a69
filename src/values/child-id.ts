/**
 * The construct id of a child that somebody else names. A construct keeps its children in a plain object, in which `constructor` and
 * whatever else every object inherits is taken.
 */
export function childId(name: string): string {
  return name in Object.prototype ? `${name}:` : name;
}
