import type { Resource } from '../assembly/app';
import { type Json, isObject, member } from '../assembly/json';

/** Properties by which policies, alarms and logs of the same app know a resource. */
const NAMES = [
  'Name', 'LogGroupName', 'TopicName', 'FunctionName', 'TableName', 'BucketName', 'QueueName', 'DeliveryStreamName', 'UserPoolName', 'AlarmName',
  'RuleGroupName', 'FirewallName', 'FirewallPolicyName', 'RoleName', 'UserName', 'GroupName', 'ManagedPolicyName',
];
/** ARNs of identities: a log group that is called like a role is none. */
const IDENTITY = /:(iam|sts):/;
/** A shorter name may be a word that stands for anything. */
const SHORTEST = 4;

interface Pair {
  readonly before: Resource;
  readonly after: Resource;
}

/**
 * The resources of the version after, which know those that got another physical name by the one that they had: that a name derived from the
 * place in the app is another says nothing of who gets in. The name itself stays as it is.
 *
 * @param stacks stack after -> stack before, of what is called otherwise
 */
export function byNamesBefore(
  pairs: readonly Pair[], base: readonly Resource[], head: readonly Resource[], stacks: ReadonlyMap<string, string>,
): readonly Resource[] {
  const isIdentity = ({ after }: Pair) => after.type.startsWith('AWS::IAM::');
  const identities = replacement(renamedNames(pairs.filter(isIdentity), base, head));
  const others = replacement(new Map([...generatedNames(stacks), ...renamedNames(pairs.filter((pair) => !isIdentity(pair)), base, head)]));
  if (identities === undefined && others === undefined) {
    return head;
  }
  const replace = (text: string) => (IDENTITY.test(text) ? identities?.(text) : others?.(text)) ?? text;
  return head.map((resource) => ({ ...resource, properties: { ...replaced(resource.properties, replace), ...ownNames(resource) } }));
}

/** Calls things in a text by the names before. */
function replacement(names: ReadonlyMap<string, string>): ((text: string) => string) | undefined {
  const texts = [...names.keys()].sort((one, other) => other.length - one.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // Not in a symbol, and not in a longer name; one that ends with a hyphen is the beginning of one.
  const pattern = new RegExp(`‹[^‹›]*›|(?<![\\w.-])(?:${texts.map((name) => (name.endsWith('-') ? name : `${name}(?![\\w.-])`)).join('|')})`, 'g');
  return names.size === 0 ? undefined : (text) => text.replace(pattern, (found) => names.get(found) ?? found);
}

function replaced<T extends Json | undefined>(value: T, replace: (text: string) => string): T {
  if (typeof value === 'string') {
    return replace(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map((entry) => replaced(entry as Json, replace)) as unknown as T;
  }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaced(entry, replace)])) as T : value;
}

/** How the names begin that CloudFormation generates: with that of the stack, which CDK makes of its path. */
function generatedNames(stacks: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const begin = (stack: string) => `${stack.replaceAll('~', '-')}-`;
  return new Map([...stacks].filter((pair) => pair.every((stack) => stack.length >= SHORTEST)).map(([young, old]) => [begin(young), begin(old)]));
}

/** Name after -> name before, where it is sure which is which: nothing else has, or had, either. */
function renamedNames(pairs: readonly Pair[], base: readonly Resource[], head: readonly Resource[]): ReadonlyMap<string, string> {
  const [had, has] = [base, head].map((resources) => new Set(resources.flatMap(namesOf)));
  const candidates = pairs.flatMap(({ before, after }) => renamings(before, after)).filter(([young, old]) => !had!.has(young) && !has!.has(old));
  const [olds, youngs] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const [young, old] of candidates) {
    olds.set(young, (olds.get(young) ?? new Set()).add(old));
    youngs.set(old, (youngs.get(old) ?? new Set()).add(young));
  }
  return new Map(candidates.filter(([young, old]) => olds.get(young)!.size === 1 && youngs.get(old)!.size === 1));
}

function renamings(before: Resource, after: Resource): [young: string, old: string][] {
  const [from, to] = [written(before), written(after)];
  return Object.keys(from).flatMap((name): [string, string][] => {
    const [old, young] = [from[name], to[name]];
    return old === undefined || young === undefined || old.text === young.text || old.rest !== young.rest
      || Math.min(old.text.length, young.text.length) < SHORTEST ? [] : [[young.text, old.text]];
  });
}

function namesOf(resource: Resource): string[] {
  return Object.values(written(resource)).map(({ text }) => text);
}

/** The names of a resource up to what CloudFormation fills in, by which a pattern knows them. */
function written(resource: Resource): Readonly<Record<string, { readonly text: string; readonly rest: string }>> {
  const metric = member(resource.properties.VisibilityConfig, 'MetricName');
  const names: [string, Json | undefined][] = [...NAMES.map((name): [string, Json | undefined] => [name, resource.properties[name]]), ['MetricName', metric]];
  return Object.fromEntries(names.flatMap(([name, value]) => {
    const [, text = '', rest = ''] = typeof value === 'string' ? /^([^‹]*)(.*)$/s.exec(value) ?? [] : [];
    // Before what is filled in, only a hyphen tells that the name goes on.
    return text === '' || rest !== '' && !text.endsWith('-') ? [] : [[name, { text, rest }]];
  }));
}

function ownNames({ properties }: Resource): Readonly<Record<string, Json>> {
  return Object.fromEntries(NAMES.flatMap((name): [string, Json][] => (properties[name] === undefined ? [] : [[name, properties[name]]])));
}
