import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKS } from '../../../src/posture/checks/registry';
import { diffApps } from '../../../src/posture/diff/diff';
import { loadApp } from '../../../src/posture/model/load';
import { Posture } from '../../../src/posture/model/posture';
import { printModel } from '../../../src/posture/model/stored-model';
import { run } from '../../cli/command';
import { att, of, ref } from '../support/network';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, Resources: object, sections: object = {}): string => {
  const path = join(folder, `${name}.template.json`);
  writeFileSync(path, JSON.stringify({ ...sections, Resources }));
  return path;
};

const WORDS = 'correct-horse-battery';
const OTHER = 'staple-horse-correct';
const KEY_ID = ['AKIA', 'ABCDEFGH', '12345678'].join('');
const parameters = (Default: string) => ({ Parameters: { Silent: { Type: 'String', NoEcho: true, Default }, Loud: { Type: 'String', Default } } });

const PLACES: [place: string, resources: (secret: string) => object][] = [
  ['a secret', (secret) => ({ S: of('SecretsManager::Secret', { SecretString: secret }) })],
  ['a part of a secret', (secret) => ({ S: of('SecretsManager::Secret', { SecretString: { 'Fn::Sub': `{"id":"\${AWS::Region}","password":"${secret}"}` } }) })],
  ['an API key', (secret) => ({ K: of('ApiGateway::ApiKey', { Value: secret }) })],
  ['an API key of a parameter', () => ({ K: of('ApiGateway::ApiKey', { Value: ref('Loud') }), Q: of('SQS::Queue', { QueueName: ref('Loud') }) })],
  ['what comes of a parameter that is not echoed', () => ({ Q: of('SQS::Queue', { QueueName: { 'Fn::Sub': 'q-${Silent}' } }) })],
  ['a choice between two values', (secret) => ({ K: of('ApiGateway::ApiKey', { Value: { 'Fn::If': ['Open', secret, 'another-value'] } }) })],
  ['an identity provider', (secret) => ({ P: of('Cognito::UserPoolIdentityProvider', { ProviderName: 'okta', ProviderDetails: { client_id: 'a', client_secret: secret } }) })],
  ['a password of a database', (secret) => ({ D: of('RDS::DBInstance', { MasterUserPassword: secret }) })],
  ['a variable of a function', (secret) => ({ F: of('Lambda::Function', { Environment: { Variables: { DB_PASSWORD: secret } } }) })],
  ['a variable of a stage', (secret) => ({ F: of('ApiGateway::Stage', { Variables: { backendSecret: secret } }) })],
  ['a parameter of SSM', (secret) => ({ F: of('SSM::Parameter', { Name: '/orders/db-password', Value: secret }) })],
  ['elsewhere too', (secret) => ({ S: of('SecretsManager::Secret', { SecretString: secret }), I: of('EC2::Instance', { UserData: `login --with ${secret}` }) })],
  ['a URL', (secret) => ({ I: of('ApiGateway::Stage', { Variables: { backend: `https://orders:${secret}@db.internal/orders` } }) })],
  ['a script of an instance', (secret) => ({ I: of('EC2::Instance', { UserData: { 'Fn::Base64': `#!/bin/sh\nexport DB_PASSWORD=${secret}\nserve` } }) })],
  ['a script that refers to something', (secret) => ({ I: of('EC2::Instance', { UserData: { 'Fn::Base64': { 'Fn::Sub': `export REGION=\${AWS::Region} DB_PASSWORD="${secret}"` } } }) })],
  ['a script of a launch template', (secret) => ({ I: of('EC2::LaunchTemplate', { LaunchTemplateData: { UserData: { 'Fn::Base64': `api_key: ${secret}` } } }) })],
  ['an API key for a backend', (secret) => ({ M: of('ApiGateway::Method', { Integration: { RequestParameters: { 'integration.request.header.x-api-key': `'${secret}'` } } }) })],
  ['a header for a backend', (secret) => ({ M: of('ApiGateway::Method', { Integration: { RequestParameters: { 'integration.request.header.Authorization': `'Bearer ${secret}'` } } }) })],
];

test.each(PLACES)('a secret stands in no report, comment or stored model: %s', async (place, resources) => {
  const sections = (secret: string) => ({ ...parameters(secret), Conditions: { Open: { 'Fn::Equals': [ref('Loud'), 'x'] } } });
  const name = place.replace(/\W/g, '-');
  const [none, base, head] = [file(`${name}-none`, {}), file(`${name}-base`, resources(WORDS), sections(WORDS)), file(`${name}-head`, resources(OTHER), sections(OTHER))];
  const printed = await Promise.all([
    ...['text', 'json', 'markdown'].flatMap((format) => [[none, base], [base, head], [base, none]].map(([from, to]) => run('diff', from!, to!, '--format', format))),
    ...['text', 'json', 'markdown', 'sarif', 'junit'].map((format) => run('check', base, '--format', format)),
    run('model', base, '--format', 'json'),
  ]);
  expect(printed.filter(({ out, err }) => [WORDS, OTHER].some((secret) => `${out}${err}`.includes(secret))).map(({ out }) => out)).toEqual([]);
  expect(printed.filter(({ code }) => code === 2)).toEqual([]);
  const findings = CHECKS.flatMap((check) => [...check.judge(new Posture(loadApp(base)))].flatMap((judgement) => (judgement.outcome === 'pass' ? [] : [JSON.stringify(judgement)])));
  expect(findings.filter((finding) => finding.includes(WORDS))).toEqual([]);
});

test.each([
  ['SecretString', 'S', (SecretString: unknown) => ({ S: of('SecretsManager::Secret', { SecretString }), C: of('Cognito::UserPoolClient') })],
  ['Value', 'K', (Value: unknown) => ({ K: of('ApiGateway::ApiKey', { Value }), C: of('Cognito::UserPoolClient') })],
  ['ProviderDetails.client_secret', 'P', (client_secret: unknown) => ({ P: of('Cognito::UserPoolIdentityProvider', { ProviderName: 'okta', ProviderDetails: { client_secret } }), C: of('Cognito::UserPoolClient') })],
])('that a secret came to stand in the template is weaker, and that it is another is told: %s', (property, id, resources) => {
  const at = (name: string, value: unknown) => loadApp(file(`${id}-${name}`, resources(value)));
  const [kept, written, other] = [at('kept', '{{resolve:secretsmanager:orders}}'), at('written', WORDS), at('other', OTHER)];
  const said = (base: typeof kept, head: typeof kept) => diffApps(base, head).map((change) => `${change.direction} ${change.resource} ${change.property}: ${change.message.replace(/^[^:]*: /, '')}`);
  expect(said(kept, written)).toEqual([`weaker ${id} ${property}: its ${property} now stands in the template`]);
  expect(said(written, kept)).toEqual([`stronger ${id} ${property}: its ${property} no longer stands in the template`]);
  expect(said(written, other)).toEqual([`unknown ${id} ${property}: another ${property} stands in the template now`]);
  expect(said(written, written)).toEqual([]);
});

test('the checks find the same in an app whose secrets are hidden, and in its stored model', () => {
  const template = file('found', {
    S: of('SecretsManager::Secret', { SecretString: WORDS }),
    K: of('ApiGateway::ApiKey', { Value: ref('Loud') }),
    F: of('Lambda::Function', { Environment: { Variables: { DB_PASSWORD: WORDS, ADMIN: KEY_ID } } }),
    T: of('ApiGateway::Stage', { Variables: { backendSecret: WORDS } }),
  }, parameters(WORDS));
  const stored = join(folder, 'model.json');
  writeFileSync(stored, printModel(loadApp(template)));
  const found = (path: string) => CHECKS.filter(({ id }) => ['secret-literal', 'api-key-value', 'function-variables', 'stage-variables'].includes(id))
    .flatMap((check) => [...check.judge(new Posture(loadApp(path)))].flatMap((judgement) => (judgement.outcome === 'fail' ? [`${judgement.resource.logicalId}: ${judgement.message}`] : [])));
  expect(found(template).sort()).toEqual([
    'F: a secret is written out', 'F: an access key is written out', 'K: the value is a parameter whose default is written out', 'S: the secret is written out', 'T: the stage variable backendSecret is written out',
  ]);
  expect(found(stored)).toEqual(found(template));
  expect(diffApps(loadApp(stored), loadApp(template))).toEqual([]);
});

test('what is no secret stays: where one is kept, references, roles and settings', () => {
  const { resources } = loadApp(file('kept', {
    S: of('SecretsManager::Secret', { SecretString: { 'Fn::Join': ['', ['{"id":"', ref('C'), '","region":"eu-central-1","secret":"', att('C', 'ClientSecret'), '"}']] } }),
    C: of('Cognito::UserPoolClient', { ClientName: 'orders' }),
    M: of('ApiGateway::Method', { Integration: { Credentials: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:role/orders' } } }),
    F: of('Lambda::Function', { Environment: { Variables: { DB_PASSWORD_ARN: 'arn:aws:secretsmanager:x', SECRET_NAME: 'orders/db' } } }),
  }));
  const text = JSON.stringify(resources);
  for (const kept of ['‹kept#C.Ref›', '‹kept#C.ClientSecret›', 'eu-central-1', 'role/orders', 'arn:aws:secretsmanager:x', 'orders/db']) {
    expect(text).toContain(kept);
  }
});
