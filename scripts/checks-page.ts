import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckExample, CHECK_EXAMPLES } from './check-examples';
import { type Check, LAYERS, type Layer } from '../src/posture/checks/check';
import { CHECKS } from '../src/posture/checks/registry';

/** https://owasp.org/API-Security/editions/2023/en/0x11-t10/ */
const OWASP: Readonly<Record<string, string>> = {
  'API1:2023': 'Broken Object Level Authorization',
  'API2:2023': 'Broken Authentication',
  'API3:2023': 'Broken Object Property Level Authorization',
  'API4:2023': 'Unrestricted Resource Consumption',
  'API5:2023': 'Broken Function Level Authorization',
  'API6:2023': 'Unrestricted Access to Sensitive Business Flows',
  'API7:2023': 'Server Side Request Forgery',
  'API8:2023': 'Security Misconfiguration',
  'API9:2023': 'Improper Inventory Management',
  'API10:2023': 'Unsafe Consumption of APIs',
};

const HEADLINES: Readonly<Record<Layer, string>> = {
  'network': 'Network: who can open a connection',
  'web-firewall': 'Web firewall: which requests pass',
  'identity': 'Identity: who is calling',
  'routes': 'Routes: what can be called',
  'consumers': 'Consumers: how much, and until when',
  'audit': 'Audit: what happened',
  'encryption': 'Encryption: who can read it',
};

/** docs/checks.md: every check, in the order in which a request meets the layers. */
export function checksPage(): string {
  return [
    '# Checks',
    '',
    `\`cdk-private-api check\` runs these ${CHECKS.length} checks over synthesized templates, whoever made them. [Checks in CI](checks-in-ci.md) says how to run them, and`,
    'how to read, acknowledge and configure what they find. This page is generated from the checks themselves (`npm run docs`).',
    '',
    'An **error** is a door that stands open or a control that does not work; a **warning** is a control that is weaker than it should be. Either can be',
    'set to the other, or off, by a config file. A place that the template does not tell enough about is **unknown**, never passed.',
    '',
    '| layer | checks | errors | warnings |',
    '|---|---:|---:|---:|',
    ...LAYERS.map((layer) => {
      const those = CHECKS.filter((check) => check.layer === layer);
      const errors = those.filter(({ severity }) => severity === 'error').length;
      return `| [${layer}](#${anchor(HEADLINES[layer])}) | ${those.length} | ${errors} | ${those.length - errors} |`;
    }),
    '',
    ...LAYERS.flatMap((layer) => [
      `## ${HEADLINES[layer]}`,
      '',
      ...CHECKS.filter((check) => check.layer === layer).flatMap(entry),
    ]),
    '## By OWASP API Security Top 10 (2023)',
    '',
    '| risk | checks |',
    '|---|---|',
    ...Object.entries(OWASP).map(([id, name]) => `| ${id} ${name} | ${linksTo(id)} |`),
    '',
  ].join('\n');
}

function entry(check: Check): string[] {
  const { id, title, severity, why, fix, owasp, securityHub } = check;
  const example = CHECK_EXAMPLES[id];
  return [
    `### ${id}`,
    '',
    `**${text(title)}.** ${severity === 'error' ? 'Error' : 'Warning'}.`,
    '',
    `- Why: ${text(why)}`,
    `- Fix: ${text(fix)}`,
    `- OWASP: ${owasp.map((risk) => `${risk} ${OWASP[risk]}`).join(', ')}`,
    ...securityHub?.length ? [`- Security Hub: ${securityHub.join(', ')}`] : [],
    '',
    ...example === undefined ? [] : exampleLines(example),
  ];
}

function exampleLines({ bad, good }: CheckExample): string[] {
  return ['```yaml', '# found', bad.trim(), '# passes', good.trim(), '```', ''];
}

function linksTo(risk: string): string {
  const those = CHECKS.filter(({ owasp }) => owasp.includes(risk));
  return those.length === 0
    ? 'none: templates do not tell which object a caller may see; the handlers decide'
    : those.map(({ id }) => `[${id}](#${id})`).join(', ');
}

/** As GitHub makes one of a headline. */
function anchor(headline: string): string {
  return headline.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-');
}

/** Words of a check as Markdown: nothing of them is markup. */
function text(words: string): string {
  return words.replace(/[\\*_<>|[\]`]/g, (mark) => `\\${mark}`);
}

if (require.main === module) {
  writeFileSync(join(__dirname, '../docs/checks.md'), checksPage());
}
