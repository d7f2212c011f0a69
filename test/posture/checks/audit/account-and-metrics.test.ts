import { accountLogRole } from '../../../../src/posture/checks/audit/account-log-role';
import { controlAlarm } from '../../../../src/posture/checks/audit/control-alarm';
import { logOutlivesStack } from '../../../../src/posture/checks/audit/log-outlives-stack';
import { metricFilterMatches } from '../../../../src/posture/checks/audit/metric-filter-matches';
import { metricFilterWatched } from '../../../../src/posture/checks/audit/metric-filter-watched';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { firewall, of, ref } from '../../support/network';
import { privateApi, stage } from '../../support/private-api';

cases(accountLogRole, [
  ['a role', { Account: of('ApiGateway::Account', { CloudWatchRoleArn: 'arn:aws:iam::111122223333:role/logs' }) }, ['pass Account CloudWatchRoleArn']],
  ['none', { Account: of('ApiGateway::Account') }, ['error Account CloudWatchRoleArn']],
  ['one of a parameter', { Account: of('ApiGateway::Account', { CloudWatchRoleArn: OPEN }) }, ['unknown Account CloudWatchRoleArn']],
  ['an account that another app sets up', {}, []],
], PARAMETERS);

const FORMAT = '{"ip":"$context.identity.sourceIp","status":"$context.status"}';
const logged = (group: Record<string, unknown> = {}): Resources => ({
  ...privateApi({ Name: 'claims' }),
  ...stage({ AccessLogSetting: { DestinationArn: { 'Fn::GetAtt': ['Group', 'Arn'] }, Format: FORMAT } }),
  Group: of('Logs::LogGroup', group),
});
const counting = (name: unknown = 'Refused', more: Record<string, unknown> = {}): Resources => ({
  ...logged(),
  Filter: of('Logs::MetricFilter', {
    LogGroupName: ref('Group'), FilterPattern: '{ $.status = 403 }', MetricTransformations: [{ MetricNamespace: 'Claims', MetricName: name, MetricValue: '1' }], ...more,
  }),
});
const alarm = (more: Record<string, unknown> = {}): Resources => ({
  Alarm: of('CloudWatch::Alarm', {
    Namespace: 'Claims', MetricName: 'Refused', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: ['arn:aws:sns:x'], ...more,
  }),
});
const WATCHED = 'Filter MetricTransformations[0]';

cases(metricFilterWatched, [
  ['an alarm watches it', { ...counting(), ...alarm() }, [`pass ${WATCHED}`]],
  ['a dashboard shows it', { ...counting(), ...alarm({ MetricName: 'Other' }), Board: of('CloudWatch::Dashboard', { DashboardBody: '{"metrics":[["Claims","Refused"]]}' }) }, [`pass ${WATCHED}`]],
  ['nothing watches it', { ...counting(), ...alarm({ MetricName: 'Other' }) }, [`warning ${WATCHED}`]],
  ['an alarm on the same name elsewhere', { ...counting(), ...alarm({ Namespace: 'Orders' }) }, [`warning ${WATCHED}`]],
  ['a name of a parameter', { ...counting(OPEN), ...alarm() }, [`unknown ${WATCHED}`]],
  ['an app without alarms', counting(), []],
  ['a filter on the log of something else', { ...counting('Refused', { LogGroupName: 'elsewhere' }), ...alarm() }, []],
], PARAMETERS);

test('the message names what nothing watches', () => {
  expect(messages(metricFilterWatched, { ...counting(), ...alarm({ MetricName: 'Other' }) })).toEqual(['nothing watches the metric Refused']);
});

cases(metricFilterMatches, [
  ['a filter that names an API, and reads a log that is a parameter',
    counting('Refused', { LogGroupName: OPEN, FilterPattern: { 'Fn::Sub': '{ $.api = "${Api}" }' } }), ['unknown Filter LogGroupName']],
], PARAMETERS);

cases(logOutlivesStack, [
  ['a log whose protection is a parameter', logged({ DeletionProtectionEnabled: OPEN }), ['unknown Group DeletionProtectionEnabled']],
], PARAMETERS);

cases(controlAlarm, [
  ['a firewall, and an alarm on a metric of a parameter', { ...firewall(''), ...alarm({ Namespace: OPEN }) }, ['unknown Firewall']],
], PARAMETERS);
