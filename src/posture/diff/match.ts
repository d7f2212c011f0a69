import { createHash } from 'node:crypto';
import { canonical, renamed } from './canonical';
import { identitiesOf, placesOf } from './identities';
import { byNamesBefore } from './physical-names';
import type { App, Resource } from '../assembly/app';
import { type Json, isObject } from '../assembly/json';
import { referencesIn, renameReferences } from '../assembly/symbols';

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
/** How far content is followed along references that have no match yet. */
const DEPTH = 3;

/**
 * Finds each resource of the version before in the version after, whatever it is called there: by logical id, construct path, physical name, equal
 * content, what refers to it and what it refers to, and at last by likeness. The version after comes back with the keys, and in what refers to
 * them the physical names, of the one before, so that references can be compared as texts.
 */
export function matchApps(base: App, head: App): { matches: Matches; head: App } {
  const matcher = new Matcher(base.resources, head.resources);
  matcher.by(({ key, type }) => `${type} ${key}`);
  matcher.by(({ constructPath, type }) => constructPath && `${type} ${constructPath}`);
  matcher.by(physicalName);
  for (let before = -1; before !== matcher.matched;) {
    before = matcher.matched;
    matcher.by((resource) => `${resource.type} ${matcher.content(resource, DEPTH)}`);
    matcher.byReferrers();
    matcher.by((resource) => matcher.references(resource));
    if (before === matcher.matched) {
      matcher.byIdentity();
    }
  }
  matcher.by(({ type, stack }) => `${type} ${stack}`);
  matcher.by(({ type }) => type);
  matcher.byLikeness();
  const [names, stacks] = [matcher.names(), matcher.stacks()];
  const called = head.resources.map((resource): Resource => ({
    ...resource,
    key: names.get(resource.key) ?? resource.key,
    properties: renamed(resource.properties, names, stacks),
    dependsOn: resource.dependsOn.map((key) => names.get(key) ?? key),
  }));
  const resources = byNamesBefore(matcher.result(called).pairs, base.resources, called, stacks);
  return { matches: matcher.result(resources), head: { ...head, resources } };
}

function physicalName({ type, properties }: Resource): string | undefined {
  const name = NAMES.find((property) => typeof properties[property] === 'string');
  return name && `${type} ${name} ${String(properties[name])}`;
}

class Matcher {
  private readonly afterOf = new Map<Resource, Resource>();
  private readonly beforeOf = new Map<Resource, Resource>();
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
   * @param areAlike whether resources of one key are so alike that any pairing is right
   */
  public by(keyOf: (resource: Resource) => string | undefined, areAlike: (resource: Resource) => boolean = () => false): void {
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
      if (before.length === 1 && after.length === 1 || before[0] && areAlike(before[0])) {
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

  /**
   * What is alike as far around as can be seen. Of those that nothing tells apart any pairing is right, but it decides on what is around them: so
   * only one group of them is taken, and the others after what follows from it.
   */
  public byIdentity(): void {
    const [base, head] = [
      identitiesOf(this.base, (resource) => (this.afterOf.has(resource) ? resource.key : undefined)),
      identitiesOf(this.head, (resource) => this.beforeOf.get(resource)?.key),
    ];
    const matched = this.matched;
    const keyAt = (step: number) => (resource: Resource) => base[step]!.get(resource) ?? head[step]!.get(resource);
    base.forEach((_, step) => this.matched === matched && this.by(keyAt(step)));
    base.forEach((_, step) => this.matched === matched && this.by(keyAt(step), () => this.matched === matched));
  }

  /** What a resource refers to, by the names before; undefined where something of it has no match yet. */
  public references(resource: Resource): string | undefined {
    const keys = [...new Set(referencesIn(resource.properties).map(({ key }) => key))];
    const names = keys.map((key) => this.nameBefore(key));
    return keys.length === 0 || names.includes(undefined) ? undefined : `${resource.type} ${names.sort().join(' ')}`;
  }

  /** A resource by what it says: what it refers to by its name, or, before that has a match, by what it says in its turn. */
  public content(resource: Resource, depth: number): string {
    return canonical(renameReferences(resource.properties as Json, (key) => this.nameBefore(key) ?? this.described(key, depth), () => ''));
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

  /** Stack after -> stack before, of what is called otherwise: where a stack was split, its name is that of the larger part. */
  public stacks(): Map<string, string> {
    const shared = new Map<string, { after: string; before: string; count: number }>();
    for (const [before, after] of this.afterOf) {
      const pair = { after: stackOf(after), before: stackOf(before), count: 0 };
      const entry = shared.get(`${pair.after}#${pair.before}`) ?? pair;
      shared.set(`${pair.after}#${pair.before}`, { ...entry, count: entry.count + 1 });
    }
    const names = new Map<string, string>();
    const taken = new Set<string>();
    for (const { after, before } of [...shared.values()].sort((a, b) => b.count - a.count)) {
      if (!names.has(after) && !taken.has(before)) {
        names.set(after, before);
        taken.add(before);
      }
    }
    const old = new Set(this.base.map(stackOf));
    for (const after of new Set(this.head.map(stackOf))) {
      if (!names.has(after) && old.has(after)) {
        names.set(after, `${after}'`);
      }
    }
    return new Map([...names].filter(([after, before]) => after !== before));
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

  /** What a key without a match stands for, in a form that can stand in a reference. */
  private described(key: string, depth: number): string {
    const resource = this.find(key);
    return resource === undefined ? key : `${resource.type}#${depth > 0 ? createHash('sha256').update(this.content(resource, depth - 1)).digest('hex') : ''}`;
  }

  private find(key: string): Resource | undefined {
    return this.byKey[0]!.get(key) ?? this.byKey[1]!.get(key);
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

function stackOf({ key }: Resource): string {
  return key.slice(0, key.lastIndexOf('#'));
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
