import { type CloudFormationClient, DescribeStackResourceCommand, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { type WAFV2Client, ListIPSetsCommand } from '@aws-sdk/client-wafv2';
import { contains, parseCidr } from '../../values/cidr';
import { parseRange } from '../list/entry';

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
async function templateOwner(
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

/**
 * The owners of the IP sets that somebody may mean: by name, ARN or logical id, or by the path of their list's construct. A list has a
 * set for each IP version, and more where it is long.
 */
export async function templateOwners(cloudFormation: CloudFormationClient, waf: WAFV2Client, called: string): Promise<TemplateOwner[]> {
  const sets = await ipSets(waf);
  const named = sets.filter(({ Name, ARN }) => Name === called || ARN === called);
  // A name that CloudFormation makes holds the logical id, and that holds the ids of the path, without what is no letter or digit.
  const short = plain(called.split('/').at(-1)!);
  const candidates = named.length > 0 ? named : short === '' ? [] : sets.filter(({ Name }) => plain(Name).includes(short));
  const owners: TemplateOwner[] = [];
  for (const set of candidates.slice(0, MOST_LOOKED_AT)) {
    const owner = await templateOwner(cloudFormation, set);
    if (owner !== undefined && (named.length > 0 || owner.logicalId === called || `/${listPath(owner) ?? ''}`.endsWith(`/${called}`))) {
      owners.push(owner);
    }
  }
  return owners;
}

/** CloudFormation takes a few calls a second. */
const MOST_LOOKED_AT = 20;

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '');
}

/** The path of the list that a set belongs to. */
function listPath({ path }: TemplateOwner): string | undefined {
  return path?.replace(/\/Ipv[46](-\d+)?$/, '');
}

async function ipSets(waf: WAFV2Client): Promise<{ Name: string; Id: string; ARN: string }[]> {
  const sets: { Name: string; Id: string; ARN: string }[] = [];
  let marker: string | undefined;
  do {
    const page = await waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL', Limit: 100, ...marker === undefined ? {} : { NextMarker: marker } }));
    sets.push(...(page.IPSets ?? []).map(({ Name, Id, ARN }) => ({ Name: Name!, Id: Id!, ARN: ARN! })));
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  return sets;
}

/** The lists that the owners are sets of, in words: more than one where a name means several. */
export function listsOf(owners: readonly TemplateOwner[]): string[] {
  return [...new Set(owners.map((owner) => `${listPath(owner) ?? owner.logicalId} of the stack ${owner.stack}`))];
}

/** What is to be edited, in words: where, and the line. */
export function lineToEdit(owners: readonly TemplateOwner[], edit: 'add' | 'remove', range: string): string {
  const [first] = owners as [TemplateOwner];
  const path = listPath(first);
  const where = path === undefined ? `the resource ${first.logicalId}` : `the construct ${path}`;
  const deploy = `and deploy the stack ${first.stack}`;
  if (edit === 'add') {
    const call = `addressList.add('${range}', { application: '...', reason: '...' })`;
    return `write \`${call}\` for ${where}, or the range among the \`addresses\` of its consumer, ${deploy}`;
  }
  const held = holders(owners, range);
  if (held.length === 0 && owners.some(({ applications }) => applications.length > 0)) {
    return `there is nothing to take out, since ${where} does not hold the range, nor a part of it`;
  }
  const lines = held.length === 0 ? [`'${range}'`]
    : held.map((one) => `'${one.text}'${one.relation} of the application ${one.application}`);
  return `take ${lines.join(' and ')} out of \`addressList.add(...)\` for ${where}, or out of the \`addresses\` of its consumer, ${deploy}`;
}

/** A range of the template that has to do with another. */
interface Holder {
  readonly application: string;
  readonly text: string;
  readonly relation: string;
}

/** The ranges of the template that hold a range, or lie within it, and how. */
function holders(owners: readonly TemplateOwner[], range: string): Holder[] {
  const block = parseRange(range, { widestIpv4Prefix: 1, widestIpv6Prefix: 1 });
  return owners.flatMap(({ applications }) => applications).flatMap(({ application, ranges }) => ranges.split(' ').flatMap((text) => {
    const held = parseCidr(text);
    return held.text === block.text ? [{ application, text, relation: '' }]
      : contains(held, block) ? [{ application, text, relation: `, of which ${block.text} is a part,` }]
        : contains(block, held) ? [{ application, text, relation: `, which is a part of ${block.text},` }] : [];
  }));
}
