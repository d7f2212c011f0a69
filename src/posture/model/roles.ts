import { apiFunctionsOf } from './api-functions';
import type { Posture } from './posture';
import { type Reading, unknownBecause } from './reading';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';
import { type Policy, readPolicy, type Statement } from '../policy/policy';

/** A policy by which a role may do something. */
export interface Grant {
  /** The role, or the resource that is the policy. */
  readonly resource: Resource;
  readonly property: string;
  readonly policy: Reading<Policy>;
}

/** The roles that functions of APIs have. */
export function apiRolesOf(posture: Posture): ReadonlySet<Resource> {
  return new Set(posture.derive(apiFunctionsOf).flatMap(({ properties }) => posture.target(properties.Role) ?? []));
}

/** The policies of a role that the app makes, wherever they are written. */
export function grantsOf(posture: Posture, role: Resource): Grant[] {
  const { Policies: policies } = role.properties;
  const inline = isUnknown(policies) ? [{ resource: role, property: 'Policies', policy: unknownBecause(policies) }]
    : listOf(policies).map((entry, index): Grant => (isUnknown(entry) ? { resource: role, property: `Policies[${index}]`, policy: unknownBecause(entry) }
      : { resource: role, property: `Policies[${index}].PolicyDocument`, policy: readPolicy(member(entry, 'PolicyDocument')) }));
  const attached = [
    ...posture.referrers(role).filter((policy) => policy.type === 'AWS::IAM::RolePolicy' && posture.target(policy.properties.RoleName) === role
      || (policy.type === 'AWS::IAM::Policy' || policy.type === 'AWS::IAM::ManagedPolicy') && listOf(policy.properties.Roles).some((one) => posture.target(one) === role)),
    ...listOf(role.properties.ManagedPolicyArns).flatMap((arn) => posture.target(arn) ?? []).filter(({ type }) => type === 'AWS::IAM::ManagedPolicy'),
  ];
  return [...inline, ...[...new Set(attached)].map((resource): Grant => (
    { resource, property: 'PolicyDocument', policy: readPolicy(resource.properties.PolicyDocument) }))];
}

/** The policies of every role that the app makes, each once. */
function grantsOfRoles(posture: Posture): readonly Grant[] {
  const grants = posture.ofType('AWS::IAM::Role').flatMap((role) => grantsOf(posture, role));
  return [...new Map(grants.map((grant) => [`${grant.resource.key} ${grant.property}`, grant])).values()];
}

/** A statement by which a role may do something, and where it stands. */
export interface Allowance {
  readonly resource: Resource;
  readonly place: string;
  readonly statement: Statement;
}

/** What roles of the app may do. Of a policy that is not known, and of what makes an administrator, a check of its own says so. */
export function allowancesOfRoles(posture: Posture): readonly Allowance[] {
  return grantsOfRoles(posture).flatMap(({ resource, property, policy }) => (policy.kind !== 'known' ? [] : policy.value.statements
    .filter((statement) => statement.effect === 'Allow' && !makesAdministrator(statement))
    .map((statement) => ({ resource, place: `${property}.Statement[${statement.index}]`, statement }))));
}

/** Policies of AWS that let their holder do everything, or give it to themselves. */
const EVERYTHING = /:iam::aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

/** The name of a policy of AWS that makes an administrator. */
export function administratorPolicy(arn: Json): string | undefined {
  return typeof arn === 'string' ? EVERYTHING.exec(arn)?.[1] : undefined;
}

/** Whether a statement lets do everything to everything, or to IAM itself, which comes to the same. */
export function makesAdministrator({ effect, actions, notActions, resources, notResources }: Statement): boolean {
  return effect === 'Allow' && (notResources || resources.includes('*')) && (notActions || actions.some((action) => /^(\*|\*:\*|iam:\*)$/i.test(action)));
}

/** Whether a statement lets hand any role to any service. */
export function passesEveryRole({ effect, actions, notActions, resources, conditions }: Statement): boolean {
  return effect === 'Allow' && !notActions && resources.includes('*') && actions.some((action) => /^iam:(passrole|pass\*)$/i.test(action))
    && !conditions.some(({ key }) => key === 'iam:passedtoservice' || key === 'iam:associatedresourcearn');
}
