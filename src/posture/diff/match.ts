import type { App, Resource } from '../assembly/app';
import { type Json, isObject } from '../assembly/json';
import { referencesIn, replaceSymbols } from '../assembly/symbols';
import { canonical, renamed } from './canonical';

/** A resource before and after, and those that only one version has. */
export interface Matches {
  readonly pairs: readonly { readonly before: Resource; readonly after: Resource }[];
  readonly removed: readonly Resource[];
  readonly added: readonly Resource[];
}

/** Properties by which people and services know a resource. */
const NAMES = [
  'Name', 'LogGroupName', 'UserPoolName', 'ClientName', 'UsagePlanName', 'TopicName', 'AlarmName', 'FunctionName', 'TableName', 'BucketName', 'RoleName',
  'GroupName', 'RuleGroupName', 'FirewallName', 'FirewallPolicyName', 'Identifier', 'StageName', 'DomainName', 'AliasName', 'ManagedPolicyName', 'PolicyName',
];
/** Of two resources of a type that have nothing else in common, this share of their properties makes them one. */
const ALIKE = 0.5;

/**
 * Finds each resource of the version before in the version after, whatever it is called there: by logical id, construct path, physical name, equal
 * content, what refers to it and what it refers to, and at last by likeness. The version after comes back with the keys of the one before, so
 * that references can be compared as texts.
 */
export function matchApps(base: App, head: App): { matches: Matches; head: App } {
  const matcher = new Matcher(base.resources, head.resources);
  matcher.by(({ key, type }) => `${type} ${key}`);
  matcher.by(({ constructPath, type }) => constructPath && `${type} ${constructPath}`);
  matcher.by(physicalName);
  for (let before = -1; before !== matcher.matched;) {
    before = matcher.matched;
    matcher.by((resource) => `${resource.type} ${matcher.content(resource)}`, true);
    matcher.byReferrers();
    matcher.by((resource) => matcher.references(resource));
  }
  matcher.by(({ type, stack }) => `${type} ${stack}`);
  matcher.by(({ type }) => type);
  matcher.byLikeness();
  const names = matcher.names();
  const renamedResources = head.resources.map((resource): Resource => ({
    ...resource,
    key: names.get(resource.key) ?? resource.key,
    properties: renamed(resource.properties, names),
    dependsOn: resource.dependsOn.map((key) => names.get(key) ?? key),
  }));
  return { matches: matcher.result(renamedResources), head: { ...head, resources: renamedResources } };
}

function physicalName({ type, properties }: Resource): string | undefined {
  const name = NAMES.find((property) => typeof properties[property] === 'string');
  return name && `${type} ${name} ${String(properties[name])}`;
}

class Matcher {
  private readonly afterOf = new Map<Resource, Resource>();
  private readonly beforeOf = new Map<Resource, Resource>();
  private readonly contents = new Map<Resource, string>();
  private readonly byKey: ReadonlyMap<string, Resource>[];

  public constructor(private readonly base: readonly Resource[], private readonly head: readonly Resource[]) {
    this.byKey = [base, head].map((resources) => new Map(resources.map((resource) => [resource.key, resource])));
  }

  public get matched(): number {
    return this.afterOf.size;
  }

  /**
   * Matches what has one key on both sides.
   *
   * @param several whether those of one key are alike, so that any pairing is right
   */
  public by(keyOf: (resource: Resource) => string | undefined, several = false): void {
    const groups = new Map<string, [Resource[], Resource[]]>();
    const add = (resource: Resource, side: 0 | 1) => {
      const key = keyOf(resource);
      if (key !== undefined) {
        const group = groups.get(key) ?? [[], []];
        group[side].push(resource);
        groups.set(key, group);
      }
    };
    this.openBase().forEach((resource) => add(resource, 0));
    this.openHead().forEach((resource) => add(resource, 1));
    for (const [before, after] of groups.values()) {
      if (before.length === 1 && after.length === 1 || several) {
        before.slice(0, after.length).forEach((resource, at) => this.pair(resource, after[at]!));
      }
    }
  }

  /** What two matched resources refer to at the same place is one thing. */
  public byReferrers(): void {
    for (const [before, after] of [...this.afterOf]) {
      const [from, to] = [placesOf(before), placesOf(after)];
      for (const [place, key] of from) {
        const [one, other] = [this.byKey[0]!.get(key), this.byKey[1]!.get(to.get(place) ?? '')];
        if (one && other && one.type === other.type && !this.afterOf.has(one) && !this.beforeOf.has(other)) {
          this.pair(one, other);
        }
      }
    }
  }

  /** What a resource refers to, by the names before; undefined where something of it has no match yet. */
  public references(resource: Resource): string | undefined {
    const keys = [...new Set(referencesIn(resource.properties).map(({ key }) => key))];
    const names = keys.map((key) => this.nameBefore(key));
    return keys.length === 0 || names.includes(undefined) ? undefined : `${resource.type} ${names.sort().join(' ')}`;
  }

  /** A resource by what it says, with matched resources by one name and others by their type. */
  public content(resource: Resource): string {
    const known = this.contents.get(resource);
    if (known !== undefined) {
      return known;
    }
    const content = canonical(replaceSymbols(resource.properties as Json, (symbol) => {
      const dot = symbol.indexOf('.', symbol.lastIndexOf('#'));
      const key = symbol.slice(0, dot);
      return symbol.startsWith('?') || !symbol.includes('#') ? undefined : `‹${this.nameBefore(key) ?? this.typeOf(key)}${symbol.slice(dot)}›`;
    }));
    if (this.afterOf.has(resource) || this.beforeOf.has(resource)) {
      this.contents.set(resource, content);
    }
    return content;
  }

  /** Pairs what is most alike first. Quadratic in what is left of a type, which is little. */
  public byLikeness(): void {
    const open = this.openHead();
    const candidates = this.openBase().flatMap((before) => open.filter(({ type }) => type === before.type).slice(0, 50)
      .map((after) => ({ before, after, share: likeness(before, after) })));
    for (const { before, after, share } of candidates.sort((a, b) => b.share - a.share)) {
      if (share >= ALIKE && !this.afterOf.has(before) && !this.beforeOf.has(after)) {
        this.pair(before, after);
      }
    }
  }

  /** Key after -> key before, of what is called otherwise. */
  public names(): Map<string, string> {
    const taken = new Set(this.base.map(({ key }) => key));
    const names = new Map<string, string>();
    for (const resource of this.head) {
      const before = this.beforeOf.get(resource);
      // One that is new must not be taken for one that is gone and had its name.
      const name = before?.key ?? (taken.has(resource.key) ? `${resource.key}'` : resource.key);
      if (name !== resource.key) {
        names.set(resource.key, name);
      }
    }
    return names;
  }

  public result(head: readonly Resource[]): Matches {
    const pairs = this.head.flatMap((resource, at) => {
      const before = this.beforeOf.get(resource);
      return before ? [{ before, after: head[at]! }] : [];
    });
    return {
      pairs,
      removed: this.openBase(),
      added: this.head.flatMap((resource, at) => (this.beforeOf.has(resource) ? [] : [head[at]!])),
    };
  }

  private nameBefore(key: string): string | undefined {
    const [before, after] = [this.byKey[0]!.get(key), this.byKey[1]!.get(key)];
    if (after && this.beforeOf.has(after)) {
      return this.beforeOf.get(after)!.key;
    }
    return before && this.afterOf.has(before) ? before.key : undefined;
  }

  private typeOf(key: string): string {
    return (this.byKey[0]!.get(key) ?? this.byKey[1]!.get(key))?.type ?? key;
  }

  private openBase(): Resource[] {
    return this.base.filter((resource) => !this.afterOf.has(resource));
  }

  private openHead(): Resource[] {
    return this.head.filter((resource) => !this.beforeOf.has(resource));
  }

  private pair(before: Resource, after: Resource): void {
    this.afterOf.set(before, after);
    this.beforeOf.set(after, before);
  }
}

/** Where a resource refers to what: the path of the property, lists by position, and the key. */
function placesOf(resource: Resource): Map<string, string> {
  const places = new Map<string, string>();
  const walk = (value: Json | undefined, path: string): void => {
    if (typeof value === 'string') {
      referencesIn(value).forEach(({ key, attribute }, at) => places.set(`${path}:${at}:${attribute}`, key));
    } else if (Array.isArray(value)) {
      (value as readonly Json[]).forEach((entry, at) => walk(entry, `${path}[${at}]`));
    } else if (isObject(value)) {
      Object.entries(value).forEach(([name, entry]) => walk(entry, `${path}.${name}`));
    }
  };
  walk(resource.properties, '');
  return places;
}

function likeness(one: Resource, other: Resource): number {
  const [a, b] = [leavesOf(one.properties), leavesOf(other.properties)];
  const shared = [...a].filter((leaf) => b.has(leaf)).length;
  return shared / Math.max(1, a.size + b.size - shared);
}

function leavesOf(value: Json | undefined, path = '', leaves = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    (value as readonly Json[]).forEach((entry) => leavesOf(entry, `${path}[]`, leaves));
  } else if (isObject(value)) {
    Object.entries(value).forEach(([name, entry]) => leavesOf(entry, `${path}.${name}`, leaves));
  } else {
    leaves.add(`${path}=${String(value)}`);
  }
  return leaves;
}
