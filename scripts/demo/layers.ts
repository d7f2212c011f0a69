import type { ResourceFact } from './facts';
import { counted, paint, table, wrapped } from './text';

/** The layers in the order in which a request meets them, and the question that each answers. */
export const LAYERS = {
  'network': 'who can open a connection',
  'web-firewall': 'which requests pass',
  'identity': 'who is calling',
  'routes': 'what can be called',
  'consumers': 'how much and until when',
  'audit': 'what happened',
  'encryption': 'who can read what is stored',
  'your service': 'the handlers and their data',
} as const;

export type Layer = keyof typeof LAYERS;

/** Where the constructs of each layer stand below the stack of examples/payments. */
const PLACES: readonly (readonly [RegExp, Layer])[] = [
  [/^(Payments\/Network|Custom::VpcRestrictDefaultSG\w*)\//, 'network'],
  [/^Payments\/(WebFirewall|Register\/AddressList)\//, 'web-firewall'],
  [/^Payments\/Issuer\//, 'identity'],
  [/^Payments\/(Api|Stage)\//, 'routes'],
  [/^Payments\/Register\//, 'consumers'],
  [/^(Payments\/(AccessLog|ExecutionLog|AlarmTopic|Alarms)|AccountLogging)\//, 'audit'],
  [/^Payments\/Key\//, 'encryption'],
];

/** The layer of a path below the stack. */
export function layerOf(path: string): Layer {
  return PLACES.find(([place]) => place.test(path))?.[1] ?? 'your service';
}

/** How many resources of which types each layer has, the most frequent type first. */
export function resourcesByLayer(resources: readonly ResourceFact[]): { layer: Layer; count: number; types: [string, number][] }[] {
  return (Object.keys(LAYERS) as Layer[]).map((layer) => {
    const those = resources.filter(({ path }) => layerOf(path) === layer);
    const types = [...new Set(those.map(({ type }) => type))].map((type): [string, number] => [
      type, those.filter((other) => other.type === type).length,
    ]);
    return { layer, count: those.length, types: types.sort(([, a], [, b]) => b - a) };
  });
}

export function layerLines(resources: readonly ResourceFact[]): string[] {
  const layers = resourcesByLayer(resources);
  return table(layers.map(({ layer, count, types }) => [
    layer, paint('dim', LAYERS[layer]), String(count),
    wrapped(types.map(([type, of]) => `${shortType(type)}${of > 1 ? `\u00a0×${of}` : ''}`).join(', '), 47),
  ]), [2]);
}

/** How many there are in all, and how many of them the library made. */
export function layerRemark(resources: readonly ResourceFact[]): string {
  const yours = resources.filter(({ path }) => layerOf(path) === 'your service').length;
  return `${counted(resources.length, 'resource')}: ${resources.length - yours} by cdk-private-api, ${yours} by the service itself`;
}

function shortType(type: string): string {
  return type.replace(/^.*::/, '');
}
