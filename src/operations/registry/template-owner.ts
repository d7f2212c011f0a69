import { type CloudFormationClient, DescribeStackResourceCommand, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { type WAFV2Client, ListIPSetsCommand } from '@aws-sdk/client-wafv2';

/** An IP set that a stack owns. */
export interface TemplateOwner {
  readonly stack: string;
  readonly logicalId: string;
  /** The path of the construct, where the CDK wrote it. */
  readonly path?: string;
  /** Which application each range is for, where an `AddressList` wrote it. */
  readonly applications: readonly { readonly application: string; readonly ranges: string }[];
}

/** The stack that owns the addresses of an IP set; undefined where none does. */
export async function templateOwner(
  cloudFormation: CloudFormationClient, set: { readonly Name: string; readonly Id: string },
): Promise<TemplateOwner | undefined> {
  const physicalId = `${set.Name}|${set.Id}|REGIONAL`;
  const found = await cloudFormation.send(new DescribeStackResourcesCommand({ PhysicalResourceId: physicalId })).catch((error: Error) => {
    if (error.name === 'ValidationError') {
      return undefined; // of no stack
    }
    throw error;
  });
  const resource = found?.StackResources?.find(({ PhysicalResourceId }) => PhysicalResourceId === physicalId);
  if (resource?.StackName === undefined || resource.LogicalResourceId === undefined) {
    return undefined;
  }
  const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand({
    StackName: resource.StackName, LogicalResourceId: resource.LogicalResourceId,
  }));
  const metadata = JSON.parse(StackResourceDetail?.Metadata ?? '{}') as Record<string, unknown>;
  const path = metadata['aws:cdk:path'];
  const applications = metadata['cdk-private-api:address-list'];
  return {
    stack: resource.StackName,
    logicalId: resource.LogicalResourceId,
    ...typeof path === 'string' ? { path } : {},
    applications: Array.isArray(applications) ? applications : [],
  };
}

/** The IP set of a name. */
export async function ipSetNamed(waf: WAFV2Client, name: string): Promise<{ Name: string; Id: string; ARN: string } | undefined> {
  let marker: string | undefined;
  do {
    const page = await waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL', Limit: 100, ...marker === undefined ? {} : { NextMarker: marker } }));
    const found = (page.IPSets ?? []).find(({ Name, ARN }) => Name === name || ARN === name);
    if (found) {
      return { Name: found.Name!, Id: found.Id!, ARN: found.ARN! };
    }
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  return undefined;
}

/** What is to be edited, in words: where, and the line. */
export function lineToEdit({ stack, path, logicalId, applications }: TemplateOwner, edit: 'add' | 'remove', range: string): string {
  const where = path === undefined ? `the resource ${logicalId}` : `the construct ${path.replace(/\/Ipv[46]$/, '')}`;
  const of = applications.find(({ ranges }) => ranges.split(' ').includes(range))?.application;
  const line = edit === 'add'
    ? `write \`addressList.add('${range}', { application: '...', reason: '...' })\` for ${where}, or the range among the \`addresses\` of its consumer`
    : `take '${range}'${of === undefined ? '' : ` of the application ${of}`} out of \`addressList.add(...)\` for ${where}, or out of the \`addresses\` of its consumer`;
  return `${line}, and deploy the stack ${stack}`;
}
