import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApp } from '../../../src/posture/assembly/read';
import { CHECKS } from '../../../src/posture/checks/registry';
import { Posture } from '../../../src/posture/model/posture';
import { cdkApp } from '../fixtures/styles/cdk-app';

const STYLES = join(__dirname, '../fixtures/styles');
const folder = mkdtempSync(join(tmpdir(), 'styles-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What fails, and how many places pass. */
function judged(path: string): { failed: string[]; unknown: string[]; passed: number } {
  const posture = new Posture(readApp(path));
  const all = CHECKS.flatMap((check) => [...check.judge(posture)].map((judgement) => ({ ...judgement, check: check.id })));
  const lines = (outcome: string) => all.flatMap((one) => (one.outcome === outcome && one.outcome !== 'pass'
    ? [`${one.check} ${one.resource.logicalId} ${one.property ?? ''}: ${one.message}`] : []));
  return { failed: lines('fail'), unknown: lines('unknown'), passed: all.filter(({ outcome }) => outcome === 'pass').length };
}

test.each([
  ['a flat list of generated resources', 'flat', 30],
  ['AWS SAM', 'sam', 20],
  ['a body that CloudFormation includes', 'include', 30],
  ['a Swagger body by hand, with parameters', 'by-hand', 40],
])('hardened APIs of other styles have no finding: %s', (_, name, least) => {
  const { failed, passed } = judged(join(STYLES, `${name}.template.yaml`));
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(least);
});

test('hardened APIs of other styles have no finding: three stacks of CDK\'s constructs, and everything is known', () => {
  const { failed, unknown, passed } = judged(cdkApp(join(folder, 'cdk')));
  expect([...failed, ...unknown]).toEqual([]);
  expect(passed).toBeGreaterThan(60);
});

test.each([
  ['DefaultAction: { Block: {} }', 'DefaultAction: { Allow: {} }', 'by-hand'],
  ['aws:SourceVpce": !Ref EndpointId', 'aws:SourceVpce": "*"', 'by-hand'],
  ['NotStatement: { Statement: { IPSetReferenceStatement: { Arn: !GetAtt ipSetCallers.Arn } } }', 'IPSetReferenceStatement: { Arn: !GetAtt ipSetCallers.Arn }', 'flat'],
  ['AlarmActions: [!Ref OnCall]', 'AlarmActions: []', 'sam'],
  ['RetentionInDays: 400', 'RetentionInDays: 1', 'include'],
])('and one as soon as it is weaker: %s', (strong, weak, name) => {
  const text = readFileSync(join(STYLES, `${name}.template.yaml`), 'utf8');
  expect(text).toContain(strong);
  const path = join(folder, 'weak.template.yaml');
  writeFileSync(path, text.replaceAll(strong, weak));
  expect(judged(path).failed).not.toEqual([]);
});
