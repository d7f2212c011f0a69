import { compareApis } from './apis';
import { compareCame } from './came';
import type { Change, Direction } from './change';
import { compareProperties, shown, valueAt } from './compare';
import { compareElsewhere } from './elsewhere';
import { compareFirewallGroups } from './firewall-groups';
import { compareLeftOpen, onSameCondition } from './left-open';
import { type Matches, matchApps } from './match';
import { normalForm } from './normal-form';
import { comparePolicies } from './policies';
import { compareProviders } from './providers';
import type { TypeRule } from './rule';
import { TYPE_RULES } from './rules';
import { compareSecrets } from './secrets';
import { compareSecurityGroups } from './security-groups';
import { compareSubnets } from './subnets';
import { compareSubscriptions } from './subscriptions';
import { inSameSurroundings } from './surroundings';
import { compareWebAcls } from './web-acls';
import { changeAt, nameOf, namer } from './words';
import type { App, Resource } from '../assembly/app';
import { readable, referencesIn } from '../assembly/symbols';
import { LAYERS } from '../checks/check';
import { Posture } from '../model/posture';

/** What became weaker, stronger or unknown from one version of an app to the next; nothing where only the spelling changed. Weaker first. */
export function diffApps(base: App, head: App): Change[] {
  const same = inSameSurroundings(normalForm(base), normalForm(head));
  const from = same.base;
  const { matches, head: to } = matchApps(from, same.head);
  const [before, after] = [new Posture(from), new Posture(to)];
  const changes = [
    ...compareApis(before, after),
    ...compareWebAcls(before, after),
    ...compareSecurityGroups(before, after),
    ...compareFirewallGroups(before, after),
    ...compareSubnets(before, after),
    ...compareSubscriptions(before, after),
    ...compareSecrets(before, after),
    ...matches.pairs.flatMap((pair) => compareResources(pair.before, pair.after, onSameCondition(base, head, pair.before, pair.after))),
    ...comeAndGone(matches),
    ...compareElsewhere(before, after, matches),
    ...compareTransforms(base, head),
    ...compareLeftOpen(base, head),
    ...compareCame(matches, to),
    ...compareProviders(matches, from, to),
  ];
  const directions: Direction[] = ['weaker', 'unknown', 'stronger'];
  const rank = ({ direction, layer }: Change) => directions.indexOf(direction) * LAYERS.length + LAYERS.indexOf(layer);
  const named = namer(from, to);
  return changes.map((change, at) => ({ change, at })).sort((a, b) => rank(a.change) - rank(b.change) || a.at - b.at)
    .map(({ change }) => ({ ...change, message: named(readable(change.message)) }));
}

/** A macro may change anything when the template is deployed, but for the one that only resolves references. */
function compareTransforms(base: App, head: App): Change[] {
  const before = new Map(base.stacks.map(({ name, transforms }) => [name, transforms]));
  return head.stacks.flatMap(({ name, constructPath, transforms }) => {
    const old = before.get(name) ?? base.stacks.flatMap((stack) => stack.transforms);
    const added = transforms.filter((transform) => !old.includes(transform) && transform !== 'AWS::LanguageExtensions');
    return added.length === 0 ? [] : [{
      direction: 'unknown',
      layer: LAYERS[0],
      stack: name,
      resource: 'Transform',
      constructPath: constructPath ?? null,
      property: null,
      before: old,
      after: transforms,
      message: `the macro ${added.join(', ')} now changes the stack ${name} when it is deployed: what comes of it is not known`,
    }];
  });
}

function compareResources(before: Resource, after: Resource, isOnSameCondition: boolean): Change[] {
  const rule = TYPE_RULES.get(after.type);
  const movements = rule ? compareProperties(rule, before, after) : [];
  const changes = movements.map(({ direction, property, before: was, after: is, message }) =>
    changeAt(after, rule!.layer, direction, property, was, is, `${rule!.noun} ${nameOf(after)}: ${message}`));
  if (rule && !isOnSameCondition) {
    changes.push(changeAt(after, rule.layer, after.condition === undefined ? 'stronger' : rule.role === 'protects' ? 'weaker' : 'unknown', null, before.condition, after.condition,
      `${rule.noun} ${nameOf(after)}: it exists ${after.condition === undefined ? 'in any case' : `only where ${after.condition} holds`} now`));
  }
  return changes;
}

/** What protects and is gone, what opens and is new, and the other way round. */
function comeAndGone({ added, removed }: Matches): Change[] {
  const told = (resources: readonly Resource[]) => resources.filter((resource) => !belongsTo(resource, resources));
  return [
    ...told(added).flatMap((resource) => cameOrWent(resource, true)),
    ...told(removed).flatMap((resource) => cameOrWent(resource, false)),
  ];
}

/** What only refers to things that came or went with it says nothing of its own. */
function belongsTo(resource: Resource, others: readonly Resource[]): boolean {
  const rule = TYPE_RULES.get(resource.type);
  const keys = [...new Set(referencesIn(resource.properties).map(({ key }) => key))];
  return rule?.role === 'protects' && keys.length > 0 && keys.every((key) => others.some((other) => other.key === key));
}

function cameOrWent(resource: Resource, came: boolean): Change[] {
  const rule = TYPE_RULES.get(resource.type);
  if (!rule) {
    return [];
  }
  const role = rule.roleOf?.(resource) ?? rule.role;
  if (role === 'part') {
    return policiesOf(resource, rule, came);
  }
  const direction = (role === 'protects') === came ? 'stronger' : 'weaker';
  return [changeAt(resource, rule.layer, direction, null, came ? null : resource.properties, came ? resource.properties : null,
    `${rule.noun} ${nameOf(resource)} is ${came ? 'new' : 'gone'}${details(resource, rule)}`)];
}

/** What a reviewer asks of what came or went. */
function details(resource: Resource, { shows = [] }: TypeRule): string {
  const said = shows.flatMap((path) => {
    const value = valueAt(resource, path);
    return value === undefined ? [] : [`${path.split('.').at(-1)!} ${shown(value)}`];
  });
  return said.length === 0 ? '' : `: ${said.join(', ')}`;
}

/** A policy that comes or goes is what its statements allow and deny. */
function policiesOf(resource: Resource, rule: TypeRule, came: boolean): Change[] {
  return resource.type.endsWith('Policy') ? Object.entries(rule.properties).filter(([, { kind }]) => kind === 'policy').flatMap(([path, property]) => {
    const policy = valueAt(resource, path);
    const changes = comparePolicies(came ? undefined : policy, came ? policy : undefined);
    return (property.kind === 'policy' && property.meaning ? changes.map((change) => property.meaning!(change, came)) : changes).map(({ direction, words }) => changeAt(
      resource, rule.layer, direction, path, came ? null : policy, came ? policy : null, `${rule.noun} ${nameOf(resource)}: ${words}`));
  }) : [];
}
