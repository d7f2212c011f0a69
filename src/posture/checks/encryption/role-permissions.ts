import type { Resource } from '../../assembly/app';
import { listOf, oneOrMany } from '../../assembly/json';
import { isUnknown } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { administratorPolicy, apiRolesOf, type Grant, grantsOf, makesAdministrator, passesEveryRole } from '../../model/roles';
import type { Statement } from '../../policy/policy';
import { type Check, type Judgement, type Severity, fail, pass, unsure } from '../check';

export const rolePermissions: Check = {
  id: 'role-permissions',
  title: 'Roles may do what they are for, and not everything',
  severity: 'error',
  layer: 'encryption',
  why: 'Who takes over a function has its role: one that may do everything hands over the account.',
  fix: 'Name actions and resources. Let iam:PassRole name the roles, or the service, that they are passed to.',
  owasp: ['API5:2023', 'API8:2023'],
  securityHub: ['IAM.1'],
  * judge(posture) {
    const ofApi = posture.derive(apiRolesOf);
    for (const role of posture.ofType('AWS::IAM::Role')) {
      yield* judgeRole(posture, role, ofApi.has(role) ? undefined : 'warning');
    }
    for (const fn of posture.ofType('AWS::Serverless::Function')) {
      const policies = typeof fn.properties.Policies === 'string' ? [fn.properties.Policies] : listOf(fn.properties.Policies);
      const name = policies.find((policy) => /^(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(String(policy)) || administratorPolicy(policy));
      yield name === undefined ? pass(fn, 'Policies') : fail(fn, 'Policies', `the function has ${administratorPolicy(name) ?? String(name)}`);
    }
  },
};

function* judgeRole(posture: Posture, role: Resource, severity: Severity | undefined): Iterable<Judgement> {
  const found = [
    ...oneOrMany(role.properties.ManagedPolicyArns).flatMap((arn, index) => {
      const name = administratorPolicy(arn);
      return isUnknown(arn) ? [unsure(role, 'ManagedPolicyArns', openIn(arn))] : name === undefined ? [] : [bounded(role, role, `ManagedPolicyArns[${index}]`, `the role has ${name}`, severity)];
    }),
    ...grantsOf(posture, role).flatMap((grant) => judgeGrant(role, grant, severity)),
  ];
  yield* found.length > 0 ? found : [pass(role)];
}

function judgeGrant(role: Resource, { resource, property, policy }: Grant, severity: Severity | undefined): Judgement[] {
  if (policy.kind === 'unknown') {
    return [unsure(resource, property, policy.why)];
  }
  const statements = policy.kind === 'known' ? policy.value.statements : [];
  return statements.flatMap((statement) => {
    const place = `${property}.Statement[${statement.index}]`;
    return statement.effect === 'unknown' ? [unsure(resource, place, openIn(statement.principals?.map(({ value }) => value)) || 'the effect of the statement')]
      : makesAdministrator(statement) ? [wide(role, resource, place, statement, severity)]
        : passesEveryRole(statement) ? [bounded(role, resource, place, 'may pass every role to every service', 'warning')] : [];
  });
}

function wide(role: Resource, resource: Resource, place: string, statement: Statement, severity: Severity | undefined): Judgement {
  const what = statement.notActions ? `all but ${statement.actions.join(', ')}` : statement.actions.join(', ');
  return statement.conditions.length > 0 ? unsure(resource, place, `what the conditions leave of ${what} on every resource`)
    : bounded(role, resource, place, `may ${what} on every resource`, severity);
}

/** A permissions boundary takes from what a role may; what it leaves stands there. */
function bounded(role: Resource, resource: Resource, place: string, message: string, severity: Severity | undefined): Judgement {
  return role.properties.PermissionsBoundary === undefined ? fail(resource, place, message, severity)
    : unsure(resource, place, `what the permissions boundary leaves: ${message}`);
}
