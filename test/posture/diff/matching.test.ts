import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { att, network, of, ref } from '../support/network';
import { api } from '../support/payments';

/** The same resources under other logical ids, the last one first. */
function moved(resources: Resources): Resources {
  const names = new Map(Object.keys(resources).map((id, at) => [id, `Moved${at}`]));
  const text = Object.keys(resources).reduce((json, id) => json.replaceAll(`"${id}"`, `"${names.get(id)!}"`).replaceAll(`\${${id}}`, `\${${names.get(id)!}}`), JSON.stringify(resources));
  return Object.fromEntries(Object.entries(JSON.parse(text) as Resources).reverse());
}
const log = of('Logs::LogGroup', { RetentionInDays: 365 });
const flow = (TrafficType: string, group: string) => of('EC2::FlowLog', { ResourceId: 'vpc-1', ResourceType: 'VPC', TrafficType, LogGroupName: ref(group) });
const fn = (at: number, MemorySize?: number): Resources => ({
  [`Log${at}x`]: log,
  [`Role${at}x`]: of('IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] } }),
  [`Fn${at}x`]: of('Lambda::Function', { MemorySize, Role: att(`Role${at}x`, 'Arn'), LoggingConfig: { LogGroup: ref(`Log${at}x`) } }),
  [`Permission${at}x`]: of('Lambda::Permission', { FunctionName: ref(`Fn${at}x`), Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }),
});
const APPS: Record<string, Resources> = {
  'two log groups, told apart by who writes into them': {
    AccessLog: log, FlowLogs: log, Flow: flow('ALL', 'FlowLogs'), Filter: of('Logs::MetricFilter', { LogGroupName: ref('AccessLog'), FilterPattern: 'x' }),
  },
  'two log groups, told apart by how': { One: log, Other: log, All: flow('ALL', 'One'), Rejected: flow('REJECT', 'Other') },
  'functions that nothing tells apart, with a role and a log each': { ...fn(1), ...fn(2), ...fn(3, 512), ...fn(4, 256) },
  'a network': network(),
  'an API': api(),
};

test.each(Object.entries(APPS))('what is called otherwise and stands in another order is no change: %s', (_, resources) => {
  expect(diffApps(appOf({ Pay: { Resources: resources } }), appOf({ Pay: { Resources: moved(resources) } }))).toEqual([]);
});

test('a change among what moved is told, and nothing else', () => {
  const base = APPS['two log groups, told apart by who writes into them']!;
  const head = moved({ ...base, AccessLog: of('Logs::LogGroup', { RetentionInDays: 30 }) });
  expect(diffApps(appOf({ Pay: { Resources: base } }), appOf({ Pay: { Resources: head } })).map(({ direction, property }) => [direction, property])).toEqual([['weaker', 'RetentionInDays']]);
});
