import { RuleError, shown } from './rule-error';

/** Where entries come from: what the construct writes, and the feed reads. */
export type SourceConfig =
  | { readonly kind: 's3'; readonly name: string; readonly bucket: string; readonly key: string; readonly path?: string }
  | { readonly kind: 'ssm'; readonly name: string; readonly parameter: string; readonly path?: string }
  | { readonly kind: 'dynamodb'; readonly name: string; readonly table: string; readonly address: string; readonly expires?: string }
  | { readonly kind: 'prefix-list'; readonly name: string; readonly id: string }
  | { readonly kind: 'dns'; readonly name: string; readonly host: string }
  | {
    readonly kind: 'https';
    readonly name: string;
    readonly url: string;
    readonly path?: string;
    readonly maxBytes: number;
    readonly timeoutSeconds: number;
    /** Whether the host has private addresses, and none else. */
    readonly privateHost?: boolean;
  };

/** The kinds of sources. */
export type SourceKind = SourceConfig['kind'];

/** What a change of a fed list must stay within. */
export interface FeedBounds {
  /** Fewest entries. */
  readonly minEntries: number;
  /** Most entries. */
  readonly maxEntries: number;
  /** Most entries that one run adds, in percent of the list before. */
  readonly maxGrowthPercent: number;
  /** Most entries that one run takes away, in percent of the list before. */
  readonly maxShrinkPercent: number;
  /** The shortest prefix that an IPv4 entry may have. */
  readonly widestIpv4Prefix: number;
  /** The shortest prefix that an IPv6 entry may have. */
  readonly widestIpv6Prefix: number;
}

/** A fed address list: the contract between the construct, the function and the command. */
export interface FeedConfig {
  /** Name of the list. */
  readonly list: string;
  readonly ipv4SetArn: string;
  readonly ipv6SetArn: string;
  /** The bucket that keeps the list, its earlier versions and the audit records. */
  readonly bucket: string;
  readonly bounds: FeedBounds;
  readonly sources: readonly SourceConfig[];
}

/** What stands in the registry of feeds: enough for a command to find everything else. */
export interface FeedRegistration {
  readonly config: FeedConfig;
  /** The function that runs the feed. */
  readonly functionName: string;
}

/** SSM parameters under this path tell which lists of an account and Region are fed. */
export const FEED_REGISTRY = '/cdk-private-api/address-feeds/';

/** What a fed list may never leave. WAF: an IP set holds 10,000 ranges. */
export const MOST_ENTRIES = 10_000;

/** What is read of one source: more than a list takes, since ranges stand twice, and far from what fills the memory of the function. */
export const MOST_READ = 2 * MOST_ENTRIES;

/** The environment variable in which the function finds its configuration. */
export const FEED_CONFIG_VARIABLE = 'FEED_CONFIG';

/** The namespace of the metrics. */
export const FEED_NAMESPACE = 'CdkPrivateApi/AddressFeed';

/** The metrics of a run, by their units. */
export const FEED_METRICS = {
  Age: 'Seconds', Entries: 'Count', Added: 'Count', Removed: 'Count', Refused: 'Count', SourcesKept: 'Count',
} as const;

/** The members of a source beside its kind and name. */
interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly numbers: readonly string[];
  /** Those that may be true or false, or left out. */
  readonly flags: readonly string[];
}

const SHAPES: Record<SourceKind, Shape> = {
  's3': { required: ['bucket', 'key'], optional: ['path'], numbers: [], flags: [] },
  'ssm': { required: ['parameter'], optional: ['path'], numbers: [], flags: [] },
  'dynamodb': { required: ['table', 'address'], optional: ['expires'], numbers: [], flags: [] },
  'prefix-list': { required: ['id'], optional: [], numbers: [], flags: [] },
  'dns': { required: ['host'], optional: [], numbers: [], flags: [] },
  'https': { required: ['url'], optional: ['path'], numbers: ['maxBytes', 'timeoutSeconds'], flags: ['privateHost'] },
};
const BOUNDS = ['minEntries', 'maxEntries', 'maxGrowthPercent', 'maxShrinkPercent', 'widestIpv4Prefix', 'widestIpv6Prefix'] as const;

/**
 * Reads a configuration strictly: a feed never runs on half of one.
 *
 * @throws RuleError FeedConfig
 */
export function readFeedConfig(text: string | undefined): FeedConfig {
  return checkedConfig(parsed(text));
}

/** @throws RuleError FeedConfig */
export function readFeedRegistration(text: string | undefined): FeedRegistration {
  const value = record(parsed(text), 'a registration');
  return { config: checkedConfig(value.config), functionName: string(value, 'functionName') };
}

function checkedConfig(given: unknown): FeedConfig {
  const value = record(given, 'a configuration');
  const bounds = record(value.bounds, 'bounds');
  BOUNDS.forEach((name) => number(bounds, name));
  ['list', 'ipv4SetArn', 'ipv6SetArn', 'bucket'].forEach((name) => string(value, name));
  if (!Array.isArray(value.sources)) {
    return wrong('a list of sources', value.sources);
  }
  value.sources.forEach(checkSource);
  // Every member was looked at.
  return value as unknown as FeedConfig;
}

function checkSource(given: unknown): void {
  const source = record(given, 'a source');
  const shape = Object.hasOwn(SHAPES, String(source.kind)) ? SHAPES[source.kind as SourceKind] : wrong('a kind of source', source.kind);
  ['name', ...shape.required].forEach((name) => string(source, name));
  shape.optional.filter((name) => source[name] !== undefined).forEach((name) => string(source, name));
  shape.numbers.forEach((name) => number(source, name));
  shape.flags.forEach((name) => flag(source, name));
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return wrong('JSON', text);
  }
}

function record(value: unknown, what: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : wrong(what, value);
}

function string(value: Record<string, unknown>, name: string): string {
  const found = value[name];
  return typeof found === 'string' && found !== '' ? found : wrong(`a text as \`${name}\``, found);
}

function number(value: Record<string, unknown>, name: string): void {
  if (typeof value[name] !== 'number' || !Number.isFinite(value[name])) {
    wrong(`a number as \`${name}\``, value[name]);
  }
}

function flag(value: Record<string, unknown>, name: string): void {
  if (value[name] !== undefined && typeof value[name] !== 'boolean') {
    wrong(`true or false as \`${name}\``, value[name]);
  }
}

function wrong(what: string, received: unknown): never {
  throw new RuleError('FeedConfig', `the configuration of an address feed has ${what}, received: ${shown(received)}`);
}
