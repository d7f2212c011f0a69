import { functionPermission } from '../../../src/posture/checks/identity/function-permission';
import { diffApps } from '../../../src/posture/diff/diff';
import { Posture } from '../../../src/posture/model/posture';
import { appOf, found } from '../support/app';
import { api, ref } from '../support/payments';

const parameter = { Parameters: { Limit: { Type: 'Number' }, Ranges: { Type: 'CommaDelimitedList' } } };
const stage = (limit: unknown) => api({ stage: { MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: limit }] } });

test('a value that moves from a parameter of one stack to the one of the same name in another is a change', () => {
  const outputs = (name: string) => ({ Outputs: { Limit: { Value: ref('Limit'), Export: { Name: name } } } });
  const other = { ...parameter, Resources: {}, ...outputs('other') };
  const [base, head] = [ref('Limit'), { 'Fn::ImportValue': 'other' }].map((limit) => appOf({ Api: { ...parameter, Resources: stage(limit) }, Other: other }));
  expect(diffApps(base!, base!)).toEqual([]);
  expect(diffApps(base!, head!).map(({ layer, resource }) => [layer, resource])).toEqual([['routes', 'Stage']]);
});

test('where a rule reads the value too, as of the days that a log is kept', () => {
  const group = (days: unknown) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'access', RetentionInDays: days } } });
  const other = { ...parameter, Resources: {}, Outputs: { Limit: { Value: ref('Limit'), Export: { Name: 'other' } } } };
  const [base, head] = [ref('Limit'), { 'Fn::ImportValue': 'other' }].map((days) => appOf({ Logs: { ...parameter, Resources: group(days) }, Other: other }));
  expect(diffApps(base!, head!).map(({ direction, resource }) => [direction, resource])).toEqual([['unknown', 'Group']]);
});

test('a stack that is called otherwise, and its template in another file, keep their parameters', () => {
  const template = { ...parameter, Resources: stage(ref('Limit')) };
  expect(diffApps(appOf({ base: template }), appOf({ head: template }))).toEqual([]);
});

test('of a stack that is split, the larger part keeps the parameters of the whole', () => {
  const whole = stage(ref('Limit'));
  const { Pool, ...rest } = whole;
  const base = appOf({ Whole: { ...parameter, Resources: { ...whole, Pool: { ...Pool!, Properties: { UserPoolName: ref('Limit') } } } } });
  const head = appOf({ Main: { ...parameter, Resources: rest }, People: { ...parameter, Resources: { Pool: { ...Pool!, Properties: { UserPoolName: ref('Limit') } } } } });
  expect(diffApps(base, head).filter(({ resource }) => resource === 'Stage')).toEqual([]);
});

test('a permission for the API of one parameter is not taken for one of the same name in another stack', () => {
  const permission = (stack: string) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'apigateway.amazonaws.com', SourceArn: { 'Fn::Sub': `\${${stack}}` } },
  });
  const posture = new Posture(appOf({ One: { ...parameter, Resources: { P: permission('Limit') } }, Other: { ...parameter, Resources: { P: permission('Limit') } } }));
  const [one, other] = posture.ofType('AWS::Lambda::Permission').map(({ properties }) => properties.SourceArn);
  expect(posture.same(one, one)).toBe(true);
  expect(posture.same(one, other)).toBe(false);
  expect(found(functionPermission, posture)).toEqual(['unknown P SourceArn', 'unknown P SourceArn']);
});

test('what people read names the parameter without its stack', () => {
  const messages = diffApps(appOf({ Api: { ...parameter, Resources: stage(10) } }), appOf({ Api: { ...parameter, Resources: stage(ref('Limit')) } })).map(({ message }) => message);
  expect(messages.join('\n')).toContain('parameter Limit');
  expect(messages.join('\n')).not.toMatch(/[‹›⟨⟩]/);
});
