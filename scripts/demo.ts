import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { accessLines } from './demo/access-table';
import { acknowledgementLines, acknowledgementSummary } from './demo/acknowledgements';
import { consumerLines } from './demo/consumer-table';
import type { Acknowledgement, Facts } from './demo/facts';
import { acknowledgedIn, findingLines, findingsIn, type ValidationReport, versionOf } from './demo/findings';
import { layerLines, layerRemark } from './demo/layers';
import { WIDER, openedLines } from './demo/opened';
import { priceLines } from './demo/price-lines';
import { Progress } from './demo/progress';
import { synthesizeExample } from './demo/synth-process';
import { counted, paint, section, wrapped } from './demo/text';
import { warningLines } from './demo/warnings';
import { type PricedTemplate, monthlyPrice } from '../src/posture/price/price';
import { today } from '../src/values/day';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples/payments');
const TEMPLATE_VALIDATION = 'CloudFormation Validate';

/** Everything that a part of the output may look at. */
interface Result {
  readonly facts: Facts;
  readonly template: PricedTemplate;
  readonly templateText: string;
  readonly report: ValidationReport;
}

type Part = (result: Result) => string[];

/** What is printed in any case. */
const VERDICT: Part[] = [checks, warnings];
/** What is printed of an app without findings. */
const PARTS: Part[] = [layers, access, consumers, price, acknowledged, next, opened];

async function main(): Promise<boolean> {
  const since = Date.now();
  print([`${paint('bold', 'cdk-private-api')}: the example ${paint('bold', 'examples/payments')}, a private API with its handlers and data`, '']);
  const result = read(await synthesized());
  VERDICT.forEach((part) => print(part(result)));
  const clean = findingsIn(result.report).length === 0;
  if (clean) {
    PARTS.forEach((part) => print(part(result)));
  }
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  print(['', clean ? paint('green', `Done in ${seconds} s.`) : paint('red', `Stopped after ${seconds} s, for the findings above.`)]);
  return clean;
}

/** The example's synth, with its progress. */
async function synthesized(): Promise<Facts> {
  const progress = new Progress();
  progress.start('Load CDK, cdk-nag and the example');
  try {
    const facts = await synthesizeExample(EXAMPLE, (step, at) => progress.start(step, at));
    progress.finish();
    return facts;
  } catch (error) {
    progress.finish(Date.now(), false);
    throw error;
  }
}

function read(facts: Facts): Result {
  const templateText = readFileSync(facts.templateFile, 'utf8');
  const report = readFileSync(facts.reportFile, 'utf8');
  return { facts, templateText, template: JSON.parse(templateText), report: JSON.parse(report) };
}

/** The rules that did not hold and were passed over, for a reason that somebody wrote down. */
function passedOver({ facts, report }: Result): Acknowledgement[] {
  return [...facts.packs.flatMap((pack) => pack.acknowledged), ...acknowledgedIn(report)];
}

function checks(result: Result): string[] {
  const { facts: { packs }, report } = result;
  const findings = findingsIn(report);
  const validation = versionOf(report, TEMPLATE_VALIDATION);
  const total = (of: 'rules' | 'applied' | 'verdicts') => packs.reduce((sum, pack) => sum + pack[of], 0);
  return section('Checked', '', [
    ...wrapped(`Policies: ${counted(total('rules'), 'rule')} of cdk-nag (${packs.map((pack) => `${pack.name} ${pack.rules}`).join(', ')}); `
      + `${total('applied')} of them apply here, ${counted(total('verdicts'), 'time')}.`, 96),
    validation ? `Template: schemas and rules of CDK's own ${validation}.` : paint('red', `Template: ${TEMPLATE_VALIDATION} did not run.`),
    '',
    `${findings.length === 0 ? paint(['bold', 'green'], '0 findings') : paint(['bold', 'red'], counted(findings.length, 'finding'))}; ${acknowledgementSummary(passedOver(result))}.`,
    ...findings.length === 0 ? [] : ['', ...findingLines(findings)],
  ]);
}

function warnings({ facts }: Result): string[] {
  return facts.warnings.length === 0 ? [] : section(counted(facts.warnings.length, 'Warning', 'Warnings'), '', warningLines(facts.warnings));
}

function layers({ facts: { resources } }: Result): string[] {
  return section('What it is made of', layerRemark(resources), layerLines(resources));
}

function access({ facts: { routes, consumers: callers } }: Result): string[] {
  const remark = `${counted(routes.length, 'route')}, ${counted(callers.length, 'consumer')}, no CloudFormation resource per route`;
  return section('Who may call what', remark, accessLines(routes, callers));
}

function consumers({ facts }: Result): string[] {
  return section('From where, how much and until when', 'examples/payments/consumers.yaml', [
    ...consumerLines(facts.consumers),
    '',
    ...wrapped('Web firewall and resource policy admit the union of these addresses and endpoints; scopes, key and limits bind each consumer alone.', 96),
  ]);
}

function price({ facts, template }: Result): string[] {
  const month = monthlyPrice(template);
  const paths = new Map(facts.resources.map(({ logicalId, path }) => [logicalId, path.replace(/\/(Resource|Default)$/, '')]));
  return section('What a month costs', month.of, priceLines(month, (logicalId) => paths.get(logicalId) ?? logicalId));
}

function acknowledged(result: Result): string[] {
  return section('What was acknowledged, and why', '', acknowledgementLines(passedOver(result)));
}

function next({ facts, templateText }: Result): string[] {
  return section('Next', '', [
    `read    ${relative(process.cwd(), facts.templateFile)} (${Math.ceil(templateText.length / 1024)} KB; CloudFormation takes 1 MB)`,
    `deploy  cd ${relative(process.cwd(), EXAMPLE) || '.'} && npx cdk deploy ${facts.stackName}`,
    '        (with credentials, in an account that was bootstrapped)',
    'learn   docs/ has a page for each layer; examples/existing-stack puts single layers onto an API',
    '        that a team has already',
  ]);
}

/** The last thing that stands on the screen: what a change that opens something looks like before it is merged. */
function opened({ facts: { templateFile } }: Result): string[] {
  const { diff, finding } = openedLines(templateFile, today(undefined));
  return [
    ...section(`A pull request that admits ${WIDER}`, '', ['$ npx cdk-private-api diff base/cdk.out cdk.out', '', ...diff]),
    ...section('A pull request that admits what no rule names', '', ['$ npx cdk-private-api check cdk.out --baseline base.json', '', ...finding]),
  ];
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

main().then((clean) => {
  process.exitCode = clean ? 0 : 1;
}, (error: Error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
});
