import { valueAt } from './compare';
import { type PolicyChange, comparePolicies } from './policies';
import type { Movement, TypeRule } from './rule';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { referencesIn } from '../assembly/symbols';
import { type Principal, type Statement, accountOf, readPolicy } from '../policy/policy';

/** What a resource that came lets others do, by the policies in it: what it opens to services and to its own account is its trade. */
export function openedBy(resource: Resource, rule: TypeRule, account: string | undefined): Movement[] {
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
  return type === 'Service' || type === 'AWS' && (referencesIn(value).length > 0 || [account, '‹AWS::AccountId›'].includes(accountOf(value) ?? ''));
}
