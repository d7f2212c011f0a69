import type { Change } from './change';
import { valueAt } from './compare';
import { accountOf } from './foreign-code';
import type { Matches } from './match';
import { type PolicyChange, comparePolicies } from './policies';
import type { Movement, TypeRule } from './rule';
import { TYPE_RULES } from './rules';
import { changeAt, nameOf } from './words';
import type { App, Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { referencesIn } from '../assembly/symbols';
import { type Principal, type Statement, accountOf as accountNamed, readPolicy } from '../policy/policy';

/** What parts that came open of themselves, by the policies in them; one that is a policy is told as a whole. */
export function compareCame({ added }: Matches, head: App): Change[] {
  return added.flatMap((resource) => {
    const rule = TYPE_RULES.get(resource.type);
    return rule?.role !== 'part' || resource.type.endsWith('Policy') ? [] : openedBy(resource, rule, accountOf(resource, head)).map((moved) => (
      changeAt(resource, rule.layer, moved.direction, moved.property, moved.before, moved.after, `${rule.noun} ${nameOf(resource)}: ${moved.message}`)));
  });
}

/** What it opens to services and to its own account is its trade. */
function openedBy(resource: Resource, rule: TypeRule, account: string | undefined): Movement[] {
  const policies = Object.entries(rule.properties).flatMap(([path, property]) => (property.kind === 'policy' && property.standard === undefined
    ? comparePolicies(ownPart(valueAt(resource, path), account), valueAt(resource, path)).map((change) => movement(resource, path, change)) : []));
  const given = (rule.gives ?? []).flatMap((path) => {
    const property = rule.properties[path];
    return property?.kind === 'own' ? property.compare({ ...resource, properties: {} }, resource, path) : [];
  });
  return [...policies, ...given];
}

function movement(resource: Resource, property: string, { direction, words }: PolicyChange): Movement {
  return { direction, property, before: null, after: valueAt(resource, property) ?? null, message: words };
}

/** The statements for nobody but services and the own account. */
function ownPart(policy: Json | undefined, account: string | undefined): Json {
  const read = readPolicy(policy);
  const own = (statement: Statement) => !statement.notPrincipals && (statement.principals ?? []).every((principal) => isOwn(principal, account));
  const kept = read.kind === 'known' ? read.value.statements.filter(own).map(({ index }) => index) : [];
  return { Statement: listOf(member(policy, 'Statement')).filter((_, index) => kept.includes(index)) };
}

function isOwn({ type, value }: Principal, account: string | undefined): boolean {
  return type === 'Service' || type === 'AWS' && (referencesIn(value).length > 0 || [account, '‹AWS::AccountId›'].includes(accountNamed(value) ?? ''));
}
