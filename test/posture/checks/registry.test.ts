import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Judgement, LAYERS } from '../../../src/posture/checks/check';
import { CHECKS } from '../../../src/posture/checks/registry';
import { outcomesOf } from '../support/outcomes';

const SOURCES = join(__dirname, '../../../src/posture/checks');
/** Every control of Security Hub has a service and a number: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html */
const CONTROL = /^(APIGateway|CloudFormation|CloudTrail|CloudWatch|Cognito|EC2|ELB|IAM|KMS|Lambda|NetworkFirewall|S3|SNS|SQS|SecretsManager|StepFunctions|WAF)\.[1-9]\d{0,2}$/;
/** What a macro makes is in no template: of that nothing can be found, nor found well. */
const ONLY_UNKNOWN = ['api-from-macro', 'template-elsewhere'];
/** Of a policy, a model, and an entry of a network ACL that is not known another check says so. */
const NEVER_UNKNOWN = ['api-policy-conditions', 'request-model-bounds', 'network-acl-ports'];
/** Who subscribes from elsewhere, no template tells: without a subscriber in the app it is not known. */
const NEVER_FAILS = ['alarm-topic-subscribed'];

describe.each(CHECKS.map((check) => [check.id, check] as const))('%s', (id, check) => {
  test('is called like its file, in the folder of its layer', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(LAYERS).toContain(check.layer);
    expect(existsSync(join(SOURCES, check.layer, `${id}.ts`))).toBe(true);
  });

  test('says what holds where all is well, why, and what to write instead', () => {
    expect(check.title).toMatch(/^[A-Z].*[^.!?\s]$/s);
    for (const text of [check.why, check.fix]) {
      expect(text).toMatch(/^[A-Z].*[^\s]$/s);
      expect(text.length).toBeGreaterThan(20);
    }
    expect(new Set([check.title, check.why, check.fix]).size).toBe(3);
    expect(['error', 'warning']).toContain(check.severity);
  });

  test('names what it is about in the OWASP API Security Top 10, and real controls of Security Hub', () => {
    expect(check.owasp.length).toBeGreaterThan(0);
    expect(new Set(check.owasp).size).toBe(check.owasp.length);
    for (const risk of check.owasp) {
      expect(risk).toMatch(/^API([1-9]|10):2023$/);
    }
    for (const control of check.securityHub ?? []) {
      expect(control).toMatch(CONTROL);
    }
  });
});

test('no two checks have one id', () => {
  const ids = CHECKS.map(({ id }) => id);
  expect([...new Set(ids)]).toEqual(ids);
});

test.each(LAYERS.map((layer) => [layer] as const))('every check in the folder %s is registered', (layer) => {
  const files = readdirSync(join(SOURCES, layer)).filter((name) => name !== 'index.ts').map((name) => name.replace(/\.ts$/, ''));
  expect(CHECKS.filter((check) => check.layer === layer).map(({ id }) => id).sort()).toEqual(files.sort());
});

describe('the tests of checks have seen every check', () => {
  const outcomes = outcomesOf(__dirname, CHECKS);
  const unseen = (outcome: Judgement['outcome'], except: readonly string[] = []) =>
    CHECKS.filter(({ id }) => !except.includes(id) && !outcomes.get(id)!.has(outcome)).map(({ id }) => id);

  test('find something', () => {
    expect(unseen('fail', [...ONLY_UNKNOWN, ...NEVER_FAILS])).toEqual([]);
  });

  test('pass', () => {
    expect(unseen('pass', ONLY_UNKNOWN)).toEqual([]);
  });

  test.each(['network', 'identity', 'routes', 'consumers', 'audit', 'encryption'] as const)('say of something of the layer %s that it is not known', (layer) => {
    const unknown = unseen('unknown', NEVER_UNKNOWN);
    expect(CHECKS.filter((check) => check.layer === layer && unknown.includes(check.id)).map(({ id }) => id)).toEqual([]);
  });
});
