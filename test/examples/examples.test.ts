import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Aspects, CfnResource, type IAspect, type Stack, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EXAMPLES, synthesize } from './examples';
import { PrivateApiAssertions } from '../../src';
import { findCycle } from '../support/cycles';
import { nagFindings, PACKS } from '../support/nag';

/** What an upgrade of the library must not replace, and by which name it is known outside. */
const CONTRACT = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey',
  'AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient', 'AWS::Cognito::UserPoolResourceServer', 'AWS::SecretsManager::Secret', 'AWS::KMS::Key',
  'AWS::Logs::LogGroup', 'AWS::WAFv2::IPSet', 'AWS::WAFv2::WebACL', 'AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint', 'AWS::SNS::Topic',
];
const NAMES = ['Name', 'LogGroupName', 'StageName', 'Identifier', 'ClientName', 'UserPoolName', 'UsagePlanName', 'TopicName'];

function contractOf(resources: Record<string, any>): string {
  return `${Object.entries(resources).filter(([, { Type }]) => CONTRACT.includes(Type)).map(([id, { Type, Properties = {} }]) => [
    Type, id, ...NAMES.filter((name) => Properties[name] !== undefined).map((name) => `${name}=${JSON.stringify(Properties[name])}`),
  ].join(' ')).sort().join('\n')}\n`;
}

const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const TAGS = ['owner', 'cost-center', 'environment', 'data-class', 'application'];

/** What a landing zone does to every role besides its boundary: a path and a name prefix. */
class RoleNames implements IAspect {
  public visit(node: unknown): void {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::IAM::Role') {
      node.addPropertyOverride('Path', '/landing-zone/');
      node.addPropertyOverride('RoleName', `lz-${node.node.addr.slice(-20)}`);
    }
  }
}

function inLandingZone(app: App, stack: Stack): void {
  iam.PermissionsBoundary.of(app).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', BOUNDARY));
  Aspects.of(app).add(new RoleNames());
  TAGS.forEach((tag) => Tags.of(app).add(tag, 'x'));
}

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('the example %s', (name, example) => {
  let synthesized: ReturnType<typeof synthesize> | undefined;
  /** One synth for all tests that only read it. */
  const once = () => synthesized ??= synthesize(example);

  test('keeps its logical ids and physical names (UPDATE_CONTRACT=1 writes a new list)', () => {
    const file = join(__dirname, 'contract', `${name}.txt`);
    const contract = contractOf(once().template.Resources);
    if (process.env.UPDATE_CONTRACT) {
      writeFileSync(file, contract);
    }
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(contract);
  });

  test('has no cycle that CloudFormation would refuse', () => {
    expect(findCycle(once().template)).toBeUndefined();
  });

  test('synthesizes to the same template twice', () => {
    expect(synthesize(example).template).toEqual(once().template);
  });

  test.each(Object.entries(PACKS))('has no finding of %s', (_, Pack) => {
    expect(nagFindings(once().app, [Pack])).toEqual([]);
  });

  test('has no finding of our checks, and nothing that is not known but who reads the alarms', () => {
    const findings = PrivateApiAssertions.fromApp(synthesize(example).app).findings();
    expect(findings.map(({ check, property, message }) => `${check} ${property}: ${message}`)
      .filter((finding) => !finding.startsWith('alarm-topic-subscribed'))).toEqual([]);
  });

  test('keeps its promises in a landing zone: boundary, path and name prefix on every role, five tags on everything that takes them', () => {
    const { template: { Resources } } = synthesize(example, inLandingZone);
    const roles = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(0);
    expect(roles.map(([id, { Properties }]) => [id, Properties.PermissionsBoundary, Properties.Path, Properties.RoleName]))
      .toEqual(roles.map(([id]) => [id, BOUNDARY, '/landing-zone/', expect.stringMatching(/^lz-/)]));
    for (const type of ['AWS::ApiGateway::RestApi', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::WAFv2::WebACL', 'AWS::SNS::Topic']) {
      const untagged = Object.entries(Resources).filter(([, { Type, Properties }]) => Type === type
        && !TAGS.every((tag) => Properties.Tags?.some(({ Key }: { Key: string }) => Key === tag))).map(([id]) => id);
      expect(untagged).toEqual([]);
    }
    // Nothing else moves: tags and roles apart, the two templates are one.
    // (CDK's own Deployment counts the tags of its API in its id; ours does not.)
    const rest = (resources: Record<string, any>) => JSON.parse(JSON.stringify(Object.entries(resources).map(([id, { Type, Properties }]) => {
      const { Tags: _tags, UserPoolTags: _poolTags, PermissionsBoundary: _boundary, Path: _path, RoleName: _name, ...properties } = Properties ?? {};
      return [id, Type, properties];
    })).replace(/OrdersApiDeployment\w+/g, 'OrdersApiDeployment'));
    expect(rest(Resources)).toEqual(rest(once().template.Resources));
    expect(findCycle({ Resources })).toBeUndefined();
  });
});
