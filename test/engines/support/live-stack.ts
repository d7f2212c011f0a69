import { type StackResourceSummary, CloudFormationClient, DescribeStacksCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import type { Template } from './cdk';
import { differences } from './compare';
import { type Moto, ACCOUNT, REGION } from './moto';
import { READERS } from '../readers';
import { Clients } from '../readers/clients';
import type { Live } from '../readers/reader';

/** What reading one resource back told. */
export interface ReadBack {
  readonly logicalId: string;
  readonly type: string;
  /** Where the live object differs from the template. */
  readonly differences: string[];
  /** Properties of the template that the service does not tell, or whose reader does not look. */
  readonly unread: string[];
  /** Whether there is a reader for the type at all. */
  readonly read: boolean;
}

type Json = Record<string, any>;

/** A deployed stack beside its template: references are resolved by what the services say, never by the emulator's own view. */
export class LiveStack {
  /** Looks up the stack's resources. */
  public static async of(moto: Moto, name: string, template: Template): Promise<LiveStack> {
    const cloudFormation = new CloudFormationClient(moto.client);
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    const stack = Stacks![0]!;
    const physicalIds: Record<string, string> = {};
    for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: name })) {
      for (const resource of page.StackResourceSummaries as StackResourceSummary[]) {
        physicalIds[resource.LogicalResourceId!] = resource.PhysicalResourceId!;
      }
    }
    const parameters = Object.fromEntries((stack.Parameters ?? []).map((parameter) => [parameter.ParameterKey!, parameter.ParameterValue!]));
    return new LiveStack(new Clients(moto), template, physicalIds, {
      ...parameters,
      'AWS::AccountId': ACCOUNT,
      'AWS::Partition': 'aws',
      'AWS::Region': REGION,
      'AWS::StackId': stack.StackId!,
      'AWS::StackName': stack.StackName!,
      'AWS::URLSuffix': 'amazonaws.com',
    });
  }

  private readonly live = new Map<string, Promise<{ properties: Json; found?: Live }>>();

  private constructor(
    private readonly clients: Clients,
    private readonly template: Template,
    /** By logical id. */
    public readonly physicalIds: Record<string, string>,
    private readonly values: Record<string, string>,
  ) {}

  /** Reads every resource back. */
  public async readBack(): Promise<ReadBack[]> {
    const result: ReadBack[] = [];
    for (const [logicalId, { Type: type, Condition }] of Object.entries(this.template.Resources as Record<string, Json & { Type: string }>)) {
      if (Condition && !await this.condition(Condition)) {
        continue;
      }
      const { properties, found } = await this.read(logicalId);
      const expected: Json = READERS[type]?.expected?.(properties) ?? properties;
      const known = Object.entries(expected).filter(([name]) => found && name in found.properties);
      result.push({
        logicalId,
        type,
        read: found !== undefined,
        differences: known.flatMap(([name, value]) => differences(value, found!.properties[name], name)),
        unread: Object.keys(expected).filter((name) => !found || !(name in found.properties)),
      });
    }
    return result;
  }

  private read(logicalId: string): Promise<{ properties: Json; found?: Live }> {
    if (!this.live.has(logicalId)) {
      this.live.set(logicalId, this.readNow(logicalId));
    }
    return this.live.get(logicalId)!;
  }

  private async readNow(logicalId: string): Promise<{ properties: Json; found?: Live }> {
    const { Type, Properties } = this.template.Resources[logicalId]!;
    const properties = await this.resolve(Properties ?? {}) as Json;
    const found = await READERS[Type]?.read(this.clients, this.physicalIds[logicalId]!, properties);
    return { properties, found };
  }

  private async resolve(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) {
      return (await Promise.all(value.map((item) => this.resolve(item)))).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [key] = Object.keys(value);
    if (Object.keys(value).length === 1 && (key === 'Ref' || key!.startsWith('Fn::'))) {
      return this.call(key!, (value as Json)[key!]);
    }
    const entries = await Promise.all(Object.entries(value).map(async ([name, item]) => [name, await this.resolve(item)] as const));
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  private async call(name: string, argument: any): Promise<unknown> {
    switch (name) {
      case 'Ref':
        return argument === 'AWS::NoValue' ? undefined : this.values[argument] ?? this.physicalIds[argument];
      case 'Fn::GetAtt':
        return this.attribute(argument[0], argument[1]);
      case 'Fn::Join':
        return (await this.resolve(argument[1]) as string[]).join(argument[0]);
      case 'Fn::Split':
        return String(await this.resolve(argument[1])).split(argument[0]);
      case 'Fn::Select':
        return (await this.resolve(argument[1]) as string[])[Number(argument[0])];
      case 'Fn::GetAZs':
        return ['a', 'b', 'c'].map((zone) => REGION + zone);
      case 'Fn::If':
        return this.resolve(await this.condition(argument[0]) ? argument[1] : argument[2]);
      case 'Fn::Sub':
        return this.substitute(argument);
      default:
        throw new Error(`${name} cannot be resolved here`);
    }
  }

  private async substitute(argument: string | [string, Json]): Promise<string> {
    const [text, names] = typeof argument === 'string' ? [argument, {} as Json] : argument;
    let result = text;
    for (const [whole, name] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
      const [id, attribute] = name!.split('.', 2);
      const value = name! in names ? await this.resolve(names[name!]) : await this.call(attribute ? 'Fn::GetAtt' : 'Ref', attribute ? [id, attribute] : id);
      result = result.replace(whole, String(value));
    }
    return result;
  }

  private async condition(name: string): Promise<boolean> {
    const test = async (value: Json): Promise<boolean> => {
      const [key] = Object.keys(value);
      const items: any = value[key!];
      switch (key) {
        case 'Condition': return this.condition(items);
        case 'Fn::Not': return !await test(items[0]);
        case 'Fn::And': return (await Promise.all(items.map(test))).every(Boolean);
        case 'Fn::Or': return (await Promise.all(items.map(test))).some(Boolean);
        default: return String(await this.resolve(items[0])) === String(await this.resolve(items[1]));
      }
    };
    return test(this.template.Conditions![name]);
  }

  private async attribute(logicalId: string, name: string): Promise<unknown> {
    const { found } = await this.read(logicalId);
    const value = found?.attributes?.[name];
    if (value === undefined) {
      throw new Error(`the reader of ${this.template.Resources[logicalId]!.Type} does not tell the attribute ${name}`);
    }
    return value;
  }
}
