import {
  type StackEvent, CloudFormationClient, CreateChangeSetCommand, DescribeChangeSetCommand, DescribeStacksCommand, ExecuteChangeSetCommand,
  paginateDescribeStackEvents, paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { Template } from './cdk';
import type { Moto } from './moto';

/** CloudFormation over the SDK. */
export class Stacks {
  /** The logical ids of the resources, not the stack itself, that events are about. */
  public static touched(events: StackEvent[]): string[] {
    const resources = events.filter(({ LogicalResourceId, StackName }) => LogicalResourceId !== StackName);
    return [...new Set(resources.map(({ LogicalResourceId }) => LogicalResourceId!))].sort();
  }

  public readonly client: CloudFormationClient;

  public constructor(moto: Moto) {
    this.client = new CloudFormationClient(moto.client);
  }

  public async status(name: string): Promise<string> {
    const { Stacks: found } = await this.client.send(new DescribeStacksCommand({ StackName: name }));
    return found![0]!.StackStatus!;
  }

  public async outputs(name: string): Promise<Record<string, string>> {
    const { Stacks: found } = await this.client.send(new DescribeStacksCommand({ StackName: name }));
    return Object.fromEntries((found![0]!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]));
  }

  /** Physical ids by logical id. */
  public async physicalIds(name: string): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for await (const page of paginateListStackResources({ client: this.client }, { StackName: name })) {
      page.StackResourceSummaries!.forEach((resource) => (ids[resource.LogicalResourceId!] = resource.PhysicalResourceId!));
    }
    return ids;
  }

  /** Everything that happened to the stack since, oldest first. */
  public async events(name: string, since = 0): Promise<StackEvent[]> {
    const events: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client: this.client }, { StackName: name })) {
      events.push(...page.StackEvents!);
    }
    return events.reverse().slice(since);
  }

  /** Deploys a template without the CDK; gives the final status of the stack and the reasons of what failed. */
  public async deploy(name: string, resources: Template['Resources'], tags: Record<string, string> = {}): Promise<{ status: string; reasons: string[]; events: StackEvent[] }> {
    const exists = await this.status(name).catch(() => undefined);
    const before = exists ? (await this.events(name)).length : 0;
    const { Id } = await this.client.send(new CreateChangeSetCommand({
      StackName: name,
      ChangeSetName: `c${Date.now()}`,
      ChangeSetType: exists ? 'UPDATE' : 'CREATE',
      TemplateBody: JSON.stringify({ Resources: resources }),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }));
    const changeSet = await this.client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
    if (changeSet.Status === 'FAILED') {
      return { status: 'NO_CHANGES', reasons: [changeSet.StatusReason!], events: [] };
    }
    await this.client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    const events = await this.events(name, before);
    const reasons = events.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).map(({ ResourceStatusReason }) => ResourceStatusReason!);
    return { status: await this.status(name), reasons, events };
  }
}
