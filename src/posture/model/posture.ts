import type { App, Resource } from '../assembly/app';
import type { Json } from '../assembly/json';
import { asReference, referencesIn } from '../assembly/symbols';

/** The resources of an app with their ways to each other. What is derived from them is derived once. */
export class Posture {
  private readonly byKey: ReadonlyMap<string, Resource>;
  private readonly byType = new Map<string, Resource[]>();
  private readonly derived = new Map<(posture: Posture) => unknown, unknown>();
  private referrersOfAll?: ReadonlyMap<string, readonly Resource[]>;

  public constructor(public readonly app: App) {
    this.byKey = new Map(app.resources.map((resource) => [resource.key, resource]));
    for (const resource of app.resources) {
      const those = this.byType.get(resource.type);
      if (those) {
        those.push(resource);
      } else {
        this.byType.set(resource.type, [resource]);
      }
    }
  }

  public get resources(): readonly Resource[] {
    return this.app.resources;
  }

  public ofType(...types: string[]): readonly Resource[] {
    return types.length === 1 ? this.byType.get(types[0]!) ?? [] : types.flatMap((type) => this.byType.get(type) ?? []);
  }

  public resource(key: string): Resource | undefined {
    return this.byKey.get(key);
  }

  /** The resource of the app that a value refers to and nothing else: by Ref or by an attribute. */
  public target(value: Json | undefined): Resource | undefined {
    const reference = asReference(value);
    return reference && this.byKey.get(reference.key);
  }

  /** Every resource that a value refers to, inside of texts too. */
  public targets(value: Json | undefined): Resource[] {
    return [...new Set(referencesIn(value).map(({ key }) => key))].flatMap((key) => this.byKey.get(key) ?? []);
  }

  /** The resources whose properties refer to this one. */
  public referrers(resource: Resource, type?: string): readonly Resource[] {
    this.referrersOfAll ??= this.indexReferrers();
    const all = this.referrersOfAll.get(resource.key) ?? [];
    return type === undefined ? all : all.filter((referrer) => referrer.type === type);
  }

  /** Whether two values name one thing: the same text, or two references to one resource. */
  public same(one: Json | undefined, other: Json | undefined): boolean {
    return one !== undefined && (JSON.stringify(one) === JSON.stringify(other)
      || this.target(one) !== undefined && this.target(one) === this.target(other));
  }

  /** What a pure function makes of this posture, made once. */
  public derive<T>(make: (posture: Posture) => T): T {
    if (!this.derived.has(make)) {
      this.derived.set(make, make(this));
    }
    return this.derived.get(make) as T;
  }

  private indexReferrers(): Map<string, Resource[]> {
    const index = new Map<string, Resource[]>();
    for (const resource of this.app.resources) {
      for (const key of new Set(referencesIn(resource.properties).map((reference) => reference.key))) {
        const those = index.get(key);
        if (those) {
          those.push(resource);
        } else {
          index.set(key, [resource]);
        }
      }
    }
    return index;
  }
}
