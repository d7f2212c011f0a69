import { functionLogGroup } from '../../../../src/posture/checks/audit/function-log-group';
import { functionTracing } from '../../../../src/posture/checks/audit/function-tracing';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, att, of, ref } from '../../support/network';

const sub = (text: string) => ({ 'Fn::Sub': text });
const LOG = sub('arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Log}:log-stream:*');
const ELSEWHERE = 'arn:aws:logs:eu-central-1:111122223333:log-group:elsewhere:*';
const writing = (resource: unknown, fn: Record<string, unknown> = { LoggingConfig: { LogGroup: ref('Log') } }, role: Record<string, unknown> = {}, log: Record<string, unknown> = {}): Resources => ({
  Fn: of('Lambda::Function', { Role: att('Role', 'Arn'), ...fn }),
  Role: of('IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: resource }] } }], ...role }),
  Log: of('Logs::LogGroup', log),
});
const AT = 'Fn LoggingConfig.LogGroup';
const managed = (name: string) => ({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] });

cases(functionLogGroup, [
  ['its own by reference', writing(LOG), [`pass ${AT}`]],
  ['its own by ARN', writing(att('Log', 'Arn')), [`pass ${AT}`]],
  ['its own by name', writing('arn:aws:logs:*:*:log-group:orders:*', { LoggingConfig: { LogGroup: ref('Log') } }, {}, { LogGroupName: 'orders' }), [`pass ${AT}`]],
  ['the name that Lambda takes', writing(sub('arn:aws:logs:*:*:log-group:/aws/lambda/${Fn}:*'), {}), [`pass ${AT}`]],
  ['the name that Lambda takes, of a group of the app', writing(att('Log', 'Arn'), { FunctionName: 'orders' }, {}, { LogGroupName: '/aws/lambda/orders' }), [`pass ${AT}`]],
  ['every one', writing('*', {}), [`pass ${AT}`]],
  ['every one of Lambda', writing('arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/*', {}), [`pass ${AT}`]],
  ['every one, by a policy of AWS', writing(ELSEWHERE, {}, managed('service-role/AWSLambdaBasicExecutionRole')), [`pass ${AT}`]],
  ['another one', writing(ELSEWHERE), [`warning ${AT}`]],
  ['one of another service', writing('arn:aws:s3:::bucket/*'), [`warning ${AT}`]],
  ['its own, which the function no longer names', writing(LOG, {}), [`warning ${AT}`]],
  ['its own, where the function names another', writing(LOG, { LoggingConfig: { LogGroup: '/aws/lambda/elsewhere' } }), [`warning ${AT}`]],
  ['another one, and who knows what', writing(ELSEWHERE, {}, managed('Custom')), [`unknown ${AT}`]],
  ['a policy of a parameter', writing(ELSEWHERE, {}, { Policies: [{ PolicyDocument: OPEN }] }), [`unknown ${AT}`]],
  ['a log that is a parameter', writing(LOG, { LoggingConfig: { LogGroup: OPEN } }), [`unknown ${AT}`]],
  ['none at all, by choice', writing(ELSEWHERE, {}, { Policies: [] }), []],
  ['a role that the app does not make', { Fn: of('Lambda::Function', { Role: 'arn:aws:iam::111122223333:role/x' }) }, []],
], PARAMETERS);

const traced = (TracingEnabled: unknown, fn: Record<string, unknown>): Resources => ({ ...apiWith(fn), Stage: of('ApiGateway::Stage', { RestApiId: ref('Api'), TracingEnabled }) });

cases(functionTracing, [
  ['a function that traces too', traced(true, { TracingConfig: { Mode: 'Active' } }), ['pass Fn TracingConfig.Mode']],
  ['a stage that does not trace', traced(false, {}), []],
  ['a function of no API', { Fn: of('Lambda::Function') }, []],
  ['a function that says nothing', traced(true, {}), ['warning Fn TracingConfig.Mode']],
  ['a function that passes on', traced('true', { TracingConfig: { Mode: 'PassThrough' } }), ['warning Fn TracingConfig.Mode']],
  ['a function whose mode is a parameter', traced(true, { TracingConfig: { Mode: OPEN } }), ['unknown Fn TracingConfig.Mode']],
], PARAMETERS);

test('the messages say where the log goes, and what becomes of the trace', () => {
  expect(messages(functionLogGroup, writing(LOG, {}))).toEqual(['is left out, so that the function writes to /aws/lambda/${Fn}, which its role may not']);
  expect(messages(functionLogGroup, writing(ELSEWHERE))).toEqual(['is ${Log}, which the role of the function may not write to']);
  expect(messages(functionTracing, traced(true, {}))).toEqual(['is left out, so that Lambda sends no trace of the function, while the stage sends its own']);
  expect(messages(functionTracing, traced(true, { TracingConfig: { Mode: 'PassThrough' } }))).toEqual(['is PassThrough: Lambda sends no trace of the function, while the stage sends its own']);
});
