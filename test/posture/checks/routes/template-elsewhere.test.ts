import { fails } from '../../../../src/posture/checks/fails';
import { apiEndpointPrivate } from '../../../../src/posture/checks/routes/api-endpoint-private';
import { templateElsewhere } from '../../../../src/posture/checks/routes/template-elsewhere';
import { runChecks } from '../../../../src/posture/checks/run';
import { type Held, appOf, messages, postureOf } from '../../support/app';
import { PARAMETERS, TOPIC, include, loop, nested, ofModule } from '../../support/elsewhere';

const HELD: [string, Held, string][] = [
  ['a nested stack whose template is elsewhere', { Resources: nested('https://s3.amazonaws.com/b/child.yaml') },
    'is not known: what the nested stack Net holds: its template, https://s3.amazonaws.com/b/child.yaml, is not in the assembly'],
  ['...at an address that is not known', { ...PARAMETERS, Resources: nested({ Ref: 'Names' }) }, 'is not known: what the nested stack Net holds: its template is not in the assembly'],
  ['a loop over a parameter', { ...PARAMETERS, Resources: loop({ 'Topic${N}': TOPIC }) }, 'is not known: what the loop Apis holds: its collection, or a loop inside of it, is not known'],
  ['a macro of one\'s own', { Transform: ['MyCompanyMacro', 'AWS::LanguageExtensions'], Resources: { T: TOPIC } }, 'is not known: what the template that MyCompanyMacro makes of this one holds: CloudFormation runs it when it deploys'],
  ['a module', { Resources: ofModule({}) }, 'is not known: what the module T (Acme::Private::Api::MODULE) holds: its template stands in the registry'],
  ['an include among the resources', { Resources: include('s3://b/resources.yaml') }, 'is not known: what the macro AWS::Include holds: CloudFormation runs it when it deploys'],
  ['an application of AWS SAM', { Transform: 'AWS::Serverless-2016-10-31', Resources: { A: { Type: 'AWS::Serverless::Application', Properties: { Location: 's3://b/app.yaml' } } } },
    'is not known: what the nested application A holds: its template, s3://b/app.yaml, is not in the assembly'],
];

test.each(HELD)('%s is not known, once', (_, template, said) => {
  expect(messages(templateElsewhere, postureOf(template.Resources, template))).toEqual([said]);
});

test('what is there to be read is known: templates with macros of AWS, and properties that a macro adds', () => {
  expect(messages(templateElsewhere, postureOf({ T: TOPIC }, { Transform: ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions'] }))).toEqual([]);
  const { resources: [made] } = appOf({ Test: { Resources: { T: { ...TOPIC, 'Fn::Transform': { Name: 'Mine' } } } } });
  expect(made!.properties).toEqual({ '*': expect.stringContaining('‹?Fn::Transform') });
});

test.each(HELD)('a run of every check finds nothing else, and fails where what is not known is to fail: %s', (_, template) => {
  const report = runChecks([{ path: 'app', posture: postureOf(template.Resources, template) }], { today: 0 });
  expect(report.findings.map(({ check }) => check)).toEqual(['template-elsewhere']);
  expect([fails(report, 'unknown'), fails(report, 'warning')]).toEqual([true, false]);
});

test('an HTTP or WebSocket API is on the internet', () => {
  const api = (ProtocolType: string) => ({ Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType } } });
  expect(messages(apiEndpointPrivate, api('HTTP'))).toEqual(['an HTTP API is always on the internet: it cannot be private']);
  expect(messages(apiEndpointPrivate, api('WEBSOCKET'))).toEqual(['a WebSocket API is always on the internet: it cannot be private']);
});

