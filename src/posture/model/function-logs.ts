import type { Posture } from './posture';
import { ABSENT, asText, known, read, type Reading } from './reading';
import { grantsOf } from './roles';
import type { Resource } from '../assembly/app';
import { listOf } from '../assembly/json';
import { colonFields, referenceTo } from '../assembly/symbols';
import { isForAction } from '../policy/policy';
import { type Answer, matches } from '../policy/wildcard';

/** The log group that a function writes to. */
export interface FunctionLog {
  /** As a policy may spell it: by its name, or by a reference. */
  readonly names: readonly string[];
  /** The resource that makes it; undefined where the app does not. */
  readonly group: Resource | undefined;
}

/** Policies of AWS by which functions write to every log group. */
const TO_EVERY_LOG = /:policy\/(service-role\/AWSLambda\w*ExecutionRole|AWSLambdaExecute|CloudWatchLogsFullAccess|PowerUserAccess|AdministratorAccess)$/;

/** Where a function writes its log. What is left out is `/aws/lambda/` and its name. */
export function logOf(posture: Posture, fn: Resource): Reading<FunctionLog> {
  const given = asText(read(fn, 'LoggingConfig.LogGroup'));
  const name = given.kind === 'absent' ? asText(known(`/aws/lambda/${String(fn.properties.FunctionName ?? referenceTo(fn.key, 'Ref'))}`)) : given;
  if (name.kind !== 'known') {
    return name;
  }
  const groups = posture.ofType('AWS::Logs::LogGroup');
  const group = groups.find((one) => posture.target(name.value) === one || one.properties.LogGroupName === name.value);
  const names = [name.value, ...group === undefined ? [] : [referenceTo(group.key, 'Ref'), ...typeof group.properties.LogGroupName === 'string' ? [group.properties.LogGroupName] : []]];
  return known({ names: [...new Set(names)], group });
}

/** Whether the role of a function may write to a log group; absent where its policies speak of no log at all, or are not of this app. */
export function mayWrite(posture: Posture, fn: Resource, log: FunctionLog): Reading<boolean> {
  const role = posture.target(fn.properties.Role);
  if (role?.type !== 'AWS::IAM::Role') {
    return ABSENT;
  }
  const grants = grantsOf(posture, role);
  const resources = grants.flatMap(({ policy }) => (policy.kind === 'known' ? policy.value.statements : []))
    .filter((statement) => statement.effect === 'Allow' && isForAction(statement, 'logs:putlogevents'))
    .flatMap((statement) => (statement.notResources ? ['*'] : statement.resources));
  const foreign = listOf(role.properties.ManagedPolicyArns).filter((arn) => posture.target(arn) === undefined).map(String);
  const answers = [...resources.map((resource) => means(resource, log)), ...foreign.map((arn): Answer => TO_EVERY_LOG.test(arn) || undefined)];
  const open = grants.find(({ policy }) => policy.kind === 'unknown')?.policy;
  return answers.includes(true) ? known(true)
    : open?.kind === 'unknown' ? open
      : resources.length === 0 ? ABSENT
        : answers.includes(undefined) ? { kind: 'unknown', why: 'whether a policy of its role names the log group' } : known(false);
}

/** Whether a resource of a statement is a log group, or its streams. */
function means(resource: string, { names, group }: FunctionLog): Answer {
  if (resource === '*' || group !== undefined && resource.startsWith(referenceTo(group.key, 'Arn'))) {
    return true;
  }
  const [, , service, , , ...rest] = colonFields(resource);
  const answers = names.flatMap((name) => [`log-group:${name}`, `log-group:${name}:log-stream:x`]).map((text) => matches(rest.join(':'), text));
  return service === undefined ? matches(resource, 'arn:aws:logs:region:account:log-group:any:log-stream:x') : service !== 'logs' && service !== '*' ? false
    : answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}
