import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { cleanUp, templatesOf } from './fixtures/synth';
import { appOf } from './support/app';
import { TEXTS, type Step, changed, steps } from './support/hostile';
import { api, rule } from './support/payments';
import { everything, survives } from './support/survival';
import type { App } from '../../src/posture/assembly/app';
import { parseTemplate } from '../../src/posture/assembly/template';
import { loadApp } from '../../src/posture/model/load';
import { parseModel, printModel } from '../../src/posture/model/stored-model';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));

afterAll(() => {
  cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** `FUZZ_RUNS=100` looks a hundred times as long; `FUZZ_SEED` repeats what a failure names. */
const { FUZZ_RUNS = 1, FUZZ_SEED } = process.env;
const runs = (numRuns: number) => ({ numRuns: numRuns * Number(FUZZ_RUNS), ...FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) } });

type Templates = Parameters<typeof appOf>[0];

const textOf = (name: string) => readFileSync(join(__dirname, 'fixtures', `${name}.template.yaml`), 'utf8');
const ofFile = (name: string): Templates => ({ Test: parseTemplate(textOf(name), name).body as Templates[string] });

/** What people write, and what the project synthesizes. */
const SOURCES: readonly (readonly [name: string, templates: Templates, runs: number])[] = [
  ...['styles/flat', 'styles/sam', 'styles/include', 'styles/by-hand'].map((name) => [name, ofFile(name), 8] as const),
  ['one API', { Test: { Resources: api() } }, 12],
  ['one hardened template', ofFile('hardened'), 3],
  ['stacks bound by exports', templatesOf('methods') as Templates, 3],
  ['stacks with an OpenAPI body', templatesOf('openapi') as Templates, 3],
];
const apps = new Map(SOURCES.map(([, templates]) => [templates, appOf(templates)]));
const [, PAYMENTS] = SOURCES[4]!;

/** A file is read to its end, or ends in one line. */
function read(name: string, text: string): App | undefined {
  const file = join(folder, name);
  writeFileSync(file, text);
  return survives(() => loadApp(file));
}

test.each(SOURCES)('%s, with any nodes replaced, added, renamed, deleted, copied or moved', (_, templates, times) => {
  fc.assert(fc.property(steps, (all: Step[]) => {
    survives(() => everything(appOf(changed(templates, all)), apps.get(templates)!));
  }), runs(times));
});

test.each([
  ['YAML', 'template.yaml', textOf('hardened')],
  ['JSON', 'template.json', JSON.stringify(PAYMENTS.Test, undefined, 1)],
  ['a stored model', 'model.json', printModel(apps.get(PAYMENTS)!)],
])('%s that is cut off at any byte', (_, name, text) => {
  const bytes = Buffer.from(text);
  fc.assert(fc.property(fc.nat({ max: bytes.length }), (length) => {
    const app = read(name, bytes.subarray(0, length).toString());
    if (app) {
      survives(() => everything(app, apps.get(PAYMENTS)!));
    }
  }), runs(8));
});

test('a stored model with any nodes changed is read, or is told to be broken', () => {
  const model = JSON.parse(printModel(apps.get(PAYMENTS)!)) as object;
  fc.assert(fc.property(steps, (all: Step[]) => {
    survives(() => everything(parseModel(JSON.stringify(changed(model, all)), 'model.json'), apps.get(PAYMENTS)!));
  }), runs(25));
});

const hostileText = fc.oneof(fc.constantFrom(...TEXTS), fc.array(fc.constantFrom('*', '?', 'a', ':', '${', '}', '‹', '{{resolve:', '\\', '"', '(', ')', '/', '..', '\n'), { maxLength: 400 }).map((parts) => parts.join('')));

test('policies, patterns, ports, ranges, priorities and dates that are any text', () => {
  fc.assert(fc.property(fc.array(hostileText, { minLength: 6, maxLength: 6 }), ([one, two, three, four, five, six]) => {
    survives(() => everything(appOf({
      Test: {
        Resources: api({
          policy: [
            { Effect: 'Allow', Principal: { AWS: [one, two] }, Action: [three, 'execute-api:*'], Resource: [four, `arn:aws:execute-api:*:*:${five}`], Condition: { [`StringNotLike${six}`]: { 'aws:SourceVpce': [one, six] } } },
            { Effect: 'Deny', Principal: '*', Action: '*', Resource: two, Condition: { IpAddress: { 'aws:VpcSourceIp': [three, four] }, ArnLike: { 'aws:SourceArn': five }, StringLike: { [six!]: one } } },
          ],
          rules: [
            { ...rule('a', 0, 'Allow', { RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString: one, TextTransformations: [] } }), Priority: two },
            { ...rule('b', 1, 'Block', { ByteMatchStatement: { FieldToMatch: { SingleHeader: { Name: three } }, SearchString: four, PositionalConstraint: five, TextTransformations: [] } }), Priority: six },
          ],
          sets: { Callers: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [one, two, three] } } },
          more: {
            Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ IpProtocol: one, FromPort: two, ToPort: three, CidrIp: four, CidrIpv6: five }] } },
            Entry: { Type: 'AWS::EC2::NetworkAclEntry', Properties: { RuleNumber: one, CidrBlock: two, PortRange: { From: three, To: four }, Protocol: five, RuleAction: six } },
            Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: one, Tags: [{ Key: 'expires', Value: two }, { Key: three, Value: four }] } },
            Filter: { Type: 'AWS::Logs::MetricFilter', Properties: { FilterPattern: `{ ${one}`, LogGroupName: two, MetricTransformations: [{ MetricName: three, MetricNamespace: four, MetricValue: five }] } },
            Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: one, Metrics: [{ Id: 'a', Expression: `SELECT ${two}` }], ComparisonOperator: three } },
            Rules: { Type: 'AWS::NetworkFirewall::RuleGroup', Properties: { Type: 'STATEFUL', RuleGroup: { RulesSource: { RulesString: `${one}\n${two}` } } } },
          },
        }),
      },
    }), apps.get(PAYMENTS)!));
  }), runs(12));
});

const pointer = fc.constantFrom('#/components/schemas/A', '#/components/schemas/B', '#/paths/~1a', '#/', '#', '#/components/schemas/__proto__', '#/components/schemas/constructor', '', '../x.yaml#/A', `#/${'a/'.repeat(500)}`);

test('OpenAPI bodies whose references lead anywhere, also back to themselves', () => {
  const schema = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof({ depthSize: 'small' }, pointer.map(($ref) => ({ $ref })), fc.record({ type: fc.constantFrom('object', 'array', '', null), items: tie('schema'), properties: fc.dictionary(fc.constantFrom('a', '__proto__', 'toString', '$ref'), tie('schema')) })),
  })).schema;
  fc.assert(fc.property(schema, schema, schema, pointer, (one, two, three, $ref) => {
    const Body = {
      openapi: '3.0.1',
      paths: { '/a': { 'parameters': [{ $ref }, one], 'post': { requestBody: { content: { 'application/json': { schema: two } } }, security: [one] }, 'get': { requestBody: { $ref } }, 'x-amazon-apigateway-any-method': three }, '/b': { $ref } },
      components: { schemas: { A: one, B: { $ref: '#/components/schemas/A' } }, securitySchemes: { A: two } },
    };
    survives(() => everything(appOf({ Test: { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body, EndpointConfiguration: { Types: ['PRIVATE'] } } } } } }), apps.get(PAYMENTS)!));
  }), runs(15));
});
