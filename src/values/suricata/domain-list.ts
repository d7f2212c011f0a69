import { parseRule, type ParsedRules } from './parse';
import { type Problem, problem } from './problem';
import type { RuleOrder } from './shadow';

const ACTIONS: ReadonlyMap<unknown, string> = new Map([['ALLOWLIST', 'pass'], ['DENYLIST', 'drop'], ['REJECTLIST', 'reject'], ['ALERTLIST', 'alert']]);
const TYPES = ['TLS_SNI', 'HTTP_HOST'] as const;
const HEADERS = { TLS_SNI: { protocol: 'tls', buffer: 'tls.sni' }, HTTP_HOST: { protocol: 'http', buffer: 'http.host' } } as const;
/** The place of the rules that stand for the whole list. */
const WHOLE_LIST = 0;

/**
 * The rules that Network Firewall makes of a `RulesSourceList`: one for each target and each type of target. An allow list drops the
 * rest of its protocols in action order, and in strict order it leaves that to the policy.
 *
 * @returns rules and problems whose line is the place of the target, from 1; of the dropped rest, 0
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html
 */
export function readDomainList(list: unknown, order: RuleOrder): ParsedRules {
  const { GeneratedRulesType, TargetTypes, Targets, ...others }: Record<string, unknown> = typeof list === 'object' && list !== null ? { ...list } : {};
  if ([GeneratedRulesType, TargetTypes, Targets].some(isReference) || Object.keys(others).some((key) => /^(Ref|Fn::)/.test(key))) {
    return { rules: [], problems: [problem('value-unknown', { line: 1, column: 1 }, 'a reference')] };
  }
  const action = ACTIONS.get(GeneratedRulesType);
  const types = Array.isArray(TargetTypes) ? TYPES.filter((type) => TargetTypes.includes(type)) : [];
  const problems: Problem[] = [];
  if (action === undefined || types.length === 0 || !Array.isArray(TargetTypes) || types.length < new Set(TargetTypes).size
    || !Array.isArray(Targets) || Targets.length === 0) {
    problems.push(problem('list-malformed', { line: 1, column: 1 }, JSON.stringify({ GeneratedRulesType, TargetTypes })));
  }
  let sid = 0;
  const make = (line: number, text: string) => {
    sid += 1;
    return parseRule(`${text} sid:${sid}; rev:1;)`, () => ({ line, column: 1 })).rule ?? [];
  };
  const rules = !Array.isArray(Targets) || action === undefined ? [] : Targets.flatMap((target: unknown, index) => {
    const line = index + 1;
    const fault = faultOf(target);
    if (fault !== undefined) {
      problems.push(problem(fault, { line, column: 1 }, typeof target === 'string' ? target : 'a reference'));
      return [];
    }
    return types.flatMap((type) => make(line, matching(action, type, String(target))));
  });
  const rest = action === 'pass' && order === 'DEFAULT_ACTION_ORDER'
    ? types.flatMap((type) => make(WHOLE_LIST, `drop ${HEADERS[type].protocol} $HOME_NET any -> $EXTERNAL_NET any (msg:"not listed"; flow:to_server,established;`))
    : [];
  return { rules: [...rules, ...rest], problems };
}

function matching(action: string, type: typeof TYPES[number], target: string): string {
  const { protocol, buffer } = HEADERS[type];
  const anchors = target.startsWith('.') ? 'endswith;' : 'startswith; endswith;';
  return `${action} ${protocol} $HOME_NET any -> $EXTERNAL_NET any (${buffer}; ${target.startsWith('.') ? 'dotprefix; ' : ''}`
    + `content:"${target.toLowerCase()}"; ${anchors} flow:to_server,established;`;
}

function faultOf(target: unknown): 'value-unknown' | 'target-invalid' | undefined {
  if (typeof target !== 'string' || target.includes('${')) {
    return 'value-unknown';
  }
  const labels = (target.startsWith('.') ? target.slice(1) : target).split('.');
  const valid = target.length <= 255 && labels.every((label) => label.length <= 63 && /^[A-Za-z0-9_-]+$/.test(label));
  return valid ? undefined : 'target-invalid';
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
