import { conditionsOf, flowOf } from './conditions';
import { type Finding, finding } from './finding';
import { includes, type Intervals } from './intervals';
import { carries } from './protocols';
import { headerOf } from './reach';
import { ACTIONS, type Endpoint, type Selector, type SuricataRule } from './rule';
import type { Sets } from './variables';

/** The order in which the rules of a group are tried. */
export type RuleOrder = 'STRICT_ORDER' | 'DEFAULT_ACTION_ORDER';

/** Comparisons of rules beyond which the search ends, so that no template makes a check hang. */
const MOST_WORK = 1_000_000;
/** So many intervals are compared as fast as none. */
const FEW = 16;
/** What Suricata takes where a rule has no priority; the lowest number comes first. */
const USUAL_PRIORITY = 3;

/** A rule with what is compared often. */
interface Candidate {
  readonly rule: SuricataRule;
  readonly conditions: string;
  readonly flow: readonly string[];
  readonly source: Range;
  readonly destination: Range;
  /** What a comparison with it costs. */
  readonly size: number;
}

/** One end of a rule, and the sets it stands for, where they are known. */
interface Range {
  readonly end: Endpoint;
  readonly addresses: Intervals | undefined;
  readonly ports: Intervals | undefined;
}

/**
 * Rules that can decide nothing, because one that is tried before them matches all that they match, and ends the search. Only what is
 * sure is said: a set that is not known holds nothing but itself.
 */
export function lintShadows(rules: readonly SuricataRule[], order: RuleOrder, sets: Sets): Finding[] {
  const findings: Finding[] = [];
  const earlier = new Map<string, Candidate[]>();
  let work = 0;
  for (const rule of inOrder(rules, order)) {
    const candidate = candidateOf(rule, sets);
    let shadow: Candidate | undefined;
    for (const key of new Set(['', candidate.conditions])) {
      for (const rival of shadow === undefined ? earlier.get(key) ?? [] : []) {
        work += 1 + Math.floor((rival.size + candidate.size) / FEW);
        if (work > MOST_WORK) {
          return [...findings, finding('shadow-unexamined', [rule.line], `${rules.length} rules`)];
        }
        if (covers(rival, candidate)) {
          shadow = rival;
          break;
        }
      }
    }
    if (shadow !== undefined) {
      findings.push(finding('shadowed', [rule.line, shadow.rule.line], `${headerOf(rule)} behind ${headerOf(shadow.rule)}`));
    } else if (rule.action !== 'alert') {
      const bucket = earlier.get(candidate.conditions) ?? [];
      bucket.push(candidate);
      earlier.set(candidate.conditions, bucket);
    }
  }
  return findings;
}

function candidateOf(rule: SuricataRule, sets: Sets): Candidate {
  const range = (end: Endpoint) => ({ end, addresses: sets.addresses(end.addresses), ports: sets.ports(end.ports) });
  const [source, destination] = [range(rule.source), range(rule.destination)];
  const size = [source, destination].reduce((sum, { addresses, ports }) => sum + (addresses?.length ?? 1) + (ports?.length ?? 1), 0);
  return { rule, conditions: spelled(rule), flow: flowOf(rule), source, destination, size };
}

/** By action, then priority, then place; in strict order by place alone. */
function inOrder(rules: readonly SuricataRule[], order: RuleOrder): readonly SuricataRule[] {
  const priority = (rule: SuricataRule) => Number(rule.options.find(({ keyword }) => keyword === 'priority')?.value ?? USUAL_PRIORITY);
  const rank = (rule: SuricataRule) => ACTIONS.indexOf(rule.action);
  return order === 'STRICT_ORDER' ? rules : [...rules].sort((a, b) => rank(a) - rank(b) || priority(a) - priority(b));
}

function covers(wide: Candidate, narrow: Candidate): boolean {
  const [outer, inner] = [wide.rule, narrow.rule];
  // A drop ends the flow, but alerts on it are still written.
  if (inner.action === 'alert' && outer.action !== 'pass') {
    return false;
  }
  const ends = (from: Range, to: Range) => holds(wide.source, from) && holds(wide.destination, to);
  return carries(outer.protocol, inner.protocol)
    && wide.flow.every((word) => narrow.flow.includes(word))
    && (outer.direction === '<>' || (outer.direction === '->' && inner.direction === '->'))
    && (ends(narrow.source, narrow.destination) || (outer.direction === '<>' && ends(narrow.destination, narrow.source)));
}

function holds(outer: Range, inner: Range): boolean {
  return heldBy(outer.end.addresses, outer.addresses, inner.end.addresses, inner.addresses)
    && heldBy(outer.end.ports, outer.ports, inner.end.ports, inner.ports);
}

function heldBy(outer: Selector, all: Intervals | undefined, inner: Selector, some: Intervals | undefined): boolean {
  return outer.expression.kind === 'any' || (outer.text === inner.text && outer.expression.kind !== 'unknown')
    || (all !== undefined && some !== undefined && includes(all, some));
}

/** The conditions of a rule as one text: equal texts match alike. */
function spelled(rule: SuricataRule): string {
  return conditionsOf(rule).map(({ keyword, value, negated }) => JSON.stringify([keyword, value, negated])).join();
}
