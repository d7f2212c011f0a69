import type { Log, ReportingDescriptor, Result } from 'sarif';
import { plain, shortened } from './plain';
import type { FileLine } from './where';

// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit: more than that is not shown.
export const RESULTS = 5_000;
export const LOCATIONS = 100;
const TAGS = 10;
const TEXT = 1_000;

const DOCS = 'https://github.com/cdk-private-api/cdk-private-api/blob/main/docs/checks.md';

/** What a rule says of itself. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly tags: readonly string[];
  /** Anchor of docs/checks.md. */
  readonly anchor: string;
}

export interface SarifResult {
  readonly rule: string;
  readonly message: string;
  readonly places: readonly (FileLine & { readonly name: string })[];
  readonly fingerprint: string;
}

/** What GitHub ranks an alert by: high, medium, low. */
const SECURITY_SEVERITY = { error: '8.0', warning: '5.0', note: '2.0' } as const;

/** A SARIF 2.1.0 log that GitHub's code scanning takes, the results with the most severe first: at most `RESULTS` with `LOCATIONS` each. */
export function sarifLog(rules: readonly SarifRule[], results: readonly SarifResult[], notes: readonly string[], version: string): string {
  const indexes = new Map(rules.map(({ id }, at) => [id, at]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'cdk-private-api', semanticVersion: version, informationUri: 'https://github.com/cdk-private-api/cdk-private-api', rules: rules.map(descriptor),
        },
      },
      invocations: [{
        executionSuccessful: true,
        toolExecutionNotifications: notes.map((text) => ({ level: 'warning', message: { text: shortened(text, TEXT) } })),
      }],
      results: results.map((result) => resultOf(result, indexes.get(result.rule)!, rules[indexes.get(result.rule)!]!.level)),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, title, why, fix, level, tags, anchor }: SarifRule): ReportingDescriptor {
  return {
    id,
    name: id.split(/[^A-Za-z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(''),
    shortDescription: { text: shortened(title, TEXT) },
    fullDescription: { text: shortened(why, TEXT) },
    help: { text: `${why}\n\n${fix}`, markdown: `${why}\n\n**Fix**: ${fix}` },
    helpUri: `${DOCS}#${anchor}`,
    defaultConfiguration: { level },
    properties: {
      'tags': ['security', ...tags].slice(0, TAGS),
      'precision': 'high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
      'security-severity': SECURITY_SEVERITY[level],
    },
  };
}

function resultOf({ rule, message, places, fingerprint }: SarifResult, ruleIndex: number, level: SarifRule['level']): Result {
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: shortened(message, TEXT) },
    locations: places.map(({ file, line, name }) => ({
      physicalLocation: {
        artifactLocation: { uri: relativeUri(file), uriBaseId: '%SRCROOT%' },
        region: { startLine: line ?? 1 },
      },
      logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }],
    })),
    partialFingerprints: { 'cdkPrivateApi/v1': fingerprint },
  };
}

/** Code scanning takes files of the repository: a path outside of it keeps its name. */
function relativeUri(file: string): string {
  return plain(file).replace(/^(?:[A-Za-z]:)?[\\/]+/, '').split(/[\\/]/).filter((part) => part !== '..').map(encodeURIComponent).join('/');
}
