import { parseTemplate } from '../../../src/posture/assembly/template';
import { diffApps } from '../../../src/posture/diff/diff';
import { type Environment, appOfBodies, type Resources } from '../support/app';
import { apiWith, att, of, ref } from '../support/network';

function said(before: Resources, after: Resources, environment: Environment = {}): string[] {
  const app = (resources: Resources) => appOfBodies({ Pay: parseTemplate(JSON.stringify({ Resources: resources }), 'Pay').body }, environment);
  return diffApps(app(before), app(after)).map(({ direction, message }) => `${direction}: ${message}`);
}

const uri = (fn: string) => ({ 'Fn::Sub': `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${fn}/invocations` });
const [FOREIGN, OWN] = ['arn:aws:lambda:eu-central-1:999900001111:function:x', '${Fn.Arn}'];

const route = (fn: string): Resources => {
  const { MethodFn, ...rest } = apiWith({});
  return { ...rest, MethodFn: { ...MethodFn!, Properties: { ...MethodFn!.Properties, Integration: { Type: 'AWS_PROXY', Uri: uri(fn) } } } };
};

test('a route that now goes to a function of another account is weaker', () => {
  expect(said(route(OWN), route(FOREIGN))).toEqual([expect.stringMatching(/^weaker: GET \/ now goes to AWS_PROXY .*:999900001111:function:x.*, of the account 999900001111; before, to AWS_PROXY/)]);
});

test('a route that goes to another function of the own account, or of the account that it went to before, is not', () => {
  expect(said(route(OWN), route(FOREIGN), { account: '999900001111', region: 'eu-central-1' })).toEqual([expect.stringMatching(/^unknown: GET \/ now goes to/)]);
  expect(said(route(FOREIGN), route(FOREIGN.replace('function:x', 'function:y')))).toEqual([expect.stringMatching(/^unknown: GET \/ now goes to/)]);
});

const decidedBy = (fn: string): Resources => {
  const { MethodFn, ...rest } = apiWith({});
  return {
    ...rest,
    MethodFn: { ...MethodFn!, Properties: { ...MethodFn!.Properties, AuthorizationType: 'CUSTOM', AuthorizerId: ref('Keys') } },
    Keys: of('ApiGateway::Authorizer', { RestApiId: ref('Api'), Type: 'TOKEN', AuthorizerUri: uri(fn) }),
  };
};

test('callers that a function of another account now decides on are weaker', () => {
  expect(said(decidedBy(OWN), decidedBy(FOREIGN))).toEqual(['weaker: another function now decides on the callers of GET /, of the account 999900001111']);
  expect(said(decidedBy(FOREIGN), decidedBy(OWN))).toEqual(['unknown: another function now decides on the callers of GET /']);
});

const made = (ServiceToken: unknown, Type = 'Custom::Keys'): Resources => ({ Fn: of('Lambda::Function'), Made: { Type, Properties: { ServiceToken } } });
const BY_FOREIGN = `${FOREIGN}, of the account 999900001111`;

test.each(['Custom::Keys', 'AWS::CloudFormation::CustomResource'])('a %s that another account makes is weaker, new or not', (type) => {
  expect(said({ Fn: of('Lambda::Function') }, made(FOREIGN, type))).toEqual([`weaker: custom resource Made: it is now made by ${BY_FOREIGN}`]);
  expect(said(made(att('Fn', 'Arn'), type), made(FOREIGN, type))).toEqual([`weaker: custom resource Made: it is now made by ${BY_FOREIGN}`]);
  expect(said(made(FOREIGN, type), made(att('Fn', 'Arn'), type))).toEqual([`stronger: custom resource Made: ${BY_FOREIGN}, no longer makes it`]);
});

test('a custom resource that a function of the app makes is no change', () => {
  expect(said({ Fn: of('Lambda::Function') }, made(att('Fn', 'Arn')))).toEqual([]);
});
