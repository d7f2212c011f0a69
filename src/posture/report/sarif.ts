import { counted, plain } from './plain';
import { LOCATIONS, RESULTS, type SarifRule, sarifLog } from './sarif-log';
import { whereOf } from './where';
import type { Finding } from '../checks/finding';
import type { Tally } from '../checks/judge';
import type { Report } from '../checks/run';

/** A report for GitHub's code scanning and other readers of SARIF 2.1.0. */
export function sarifReport({ findings, notices, tallies }: Report, version: string): string {
  // An unknown is a rule of its own: readers rank an alert by its rule, and what is not known is not as bad as what is wrong.
  const unknown = new Set(findings.filter(({ outcome }) => outcome === 'unknown').map(({ check }) => check));
  const rules = tallies.flatMap((tally) => [ruleOf(tally), ...unknown.has(tally.check.id) ? [unknownRuleOf(tally)] : []]);
  const results = findings.slice(0, RESULTS).map((finding) => ({
    rule: idOf(finding),
    message: messageOf(finding),
    places: finding.places.slice(0, LOCATIONS).map((place) => ({ ...whereOf(place), name: plain(place.constructPath ?? `${place.stack}/${place.resource}`) })),
    fingerprint: finding.places[0]!.fingerprint,
  }));
  const notes = notices.map(({ source, message }) => plain(`${source}: ${message}`));
  const cut = findings.length - results.length;
  return sarifLog(rules, results, [...notes, ...cut > 0 ? [`${counted(cut, 'result is', 'results are')} left out: code scanning takes ${RESULTS}`] : []], version);
}

function idOf({ check, outcome }: Pick<Finding, 'check' | 'outcome'>): string {
  return outcome === 'unknown' ? `${check}/unknown` : check;
}

function ruleOf({ check: { id, title, why, fix, severity, owasp, securityHub, layer } }: Tally): SarifRule {
  return { id, title, why, fix, level: severity, anchor: id, tags: [layer, ...owasp, ...securityHub ?? []] };
}

function unknownRuleOf(tally: Tally): SarifRule {
  const rule = ruleOf(tally);
  return { ...rule, id: idOf({ check: rule.id, outcome: 'unknown' }), title: `${rule.title}: not known`, level: 'note' };
}

function messageOf({ property, message, constructPath, stack, resource, places, fix }: Finding): string {
  const more = places.length > 1 ? ` (and in ${places.slice(1).map((place) => place.stack).join(', ')})` : '';
  return plain(`${constructPath ?? `${stack}/${resource}`}: ${property === null ? '' : `${property} `}${message}${more}. ${fix}`);
}
