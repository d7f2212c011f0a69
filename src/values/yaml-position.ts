import type * as Yaml from 'yaml';

/**
 * Where a value stands in a YAML or JSON document, as an offset; the nearest value around it if it does not stand there itself.
 *
 * @param atKey whether the name of the last property is meant, not its value
 */
export function positionOf(yaml: typeof Yaml, document: Yaml.Document, path: readonly (string | number)[], atKey = false): number {
  let node: unknown = document.contents;
  let offset = start(node) ?? 0;
  path.forEach((key, at) => {
    const around = yaml.isAlias(node) ? node.resolve(document) : node;
    if (yaml.isMap(around)) {
      const pair = around.items.find((item) => keyText(yaml, item.key) === String(key));
      const last = at === path.length - 1;
      node = pair?.value;
      offset = (last && atKey ? undefined : start(node)) ?? start(pair?.key) ?? offset;
    } else if (yaml.isSeq(around)) {
      node = around.items[Number(key)];
      offset = start(node) ?? offset;
    } else {
      node = undefined;
    }
  });
  return offset;
}

/** A message with the way to its value in front. */
export function endingAt(path: readonly (string | number)[], message: string): string {
  const way = path.map((key) => (/^\d+$/.test(String(key)) ? `[${key}]` : `.${key}`)).join('').replace(/^\./, '');
  return way === '' ? message : `${way}: ${message}`;
}

function start(node: unknown): number | undefined {
  return (node as Yaml.Node | null | undefined)?.range?.[0];
}

function keyText(yaml: typeof Yaml, key: unknown): string {
  return yaml.isScalar(key) ? String(key.value) : String(key);
}
