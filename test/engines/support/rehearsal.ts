import type { CdkApp, Assembly, Cdk, Template } from './cdk';
import { type ReadBack, LiveStack } from './live-stack';
import type { Moto } from './moto';
import { changedIds } from './mutate';
import { Stacks } from './stacks';

/** An app on an emulated account: deploys it and looks at what came of it. */
export class Rehearsal {
  /** What is deployed now. */
  public current!: Assembly;
  /** What was deployed first. */
  public first?: Assembly;
  private readonly stacks: Stacks;

  public constructor(private readonly app: CdkApp, private readonly moto: Moto, private readonly cdk: Cdk) {
    this.stacks = new Stacks(moto);
  }

  /** Runs the app and deploys it. */
  public async deploy(context: Record<string, string> = {}): Promise<void> {
    this.current = await this.cdk.deploy(this.app, context);
    this.first ??= this.current;
  }

  /** The logical ids, by stack, that a step created, updated or deleted. */
  public async touchedBy(step: () => Promise<unknown>): Promise<Record<string, string[]>> {
    const before = await this.ofEach(async (name) => (await this.stacks.events(name)).length);
    await step();
    return this.ofEach(async (name) => Stacks.touched(await this.stacks.events(name, before[name])));
  }

  /** The logical ids, by stack, in which what is deployed differs from a template. */
  public differingFrom(before: Assembly): Record<string, string[]> {
    return Object.fromEntries(this.names.map((name) => [name, changedIds(before.templates[name]!, this.current.templates[name]!)]));
  }

  /** Physical ids by logical id, by stack. */
  public physicalIds(): Promise<Record<string, Record<string, string>>> {
    return this.ofEach((name) => this.stacks.physicalIds(name));
  }

  public statuses(): Promise<Record<string, string>> {
    return this.ofEach((name) => this.stacks.status(name));
  }

  /** Reads everything back over the AWS SDK. */
  public async readBack(): Promise<ReadBack[]> {
    const all = await this.ofEach(async (name) => (await LiveStack.of(this.moto, name, this.template(name))).readBack());
    return Object.values(all).flat();
  }

  public get names(): string[] {
    return Object.keys(this.current.templates);
  }

  private template(name: string): Template {
    return this.current.templates[name]!;
  }

  private async ofEach<T>(look: (name: string) => Promise<T>): Promise<Record<string, T>> {
    return Object.fromEntries(await Promise.all(this.names.map(async (name) => [name, await look(name)] as const)));
  }
}

/** Those that are not what the template promised. */
export function broken(items: ReadBack[]): object[] {
  return items.filter(({ differences }) => differences.length > 0).map(({ logicalId, differences }) => ({ logicalId, differences }));
}
