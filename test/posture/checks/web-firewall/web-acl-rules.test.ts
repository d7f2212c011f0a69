import { webAclAdmitsAfterInspection } from '../../../../src/posture/checks/web-firewall/web-acl-admits-after-inspection';
import { webAclNotEmpty } from '../../../../src/posture/checks/web-firewall/web-acl-not-empty';
import { webAclPrioritiesUnique } from '../../../../src/posture/checks/web-firewall/web-acl-priorities-unique';
import { webAclRuleReachable } from '../../../../src/posture/checks/web-firewall/web-acl-rule-reachable';
import { found, judge, postureOf } from '../../support/app';
import { and, bytes, guarded, header, inSet, ipSet, not, or, rule, soundRules } from '../../support/web-acl';

test('a web ACL without rules fails, one whose rules a macro makes is not known', () => {
  expect(judge(webAclNotEmpty, guarded())).toEqual(['pass Acl Rules']);
  expect(found(webAclNotEmpty, guarded([]))).toEqual(['fail Acl Rules']);
  expect(found(webAclNotEmpty, guarded({ 'Fn::Transform': { Name: 'X' } }))).toEqual(['unknown Acl Rules']);
});

test('two rules of one priority fail, quoted or not', () => {
  expect(found(webAclPrioritiesUnique, guarded())).toEqual([]);
  expect(found(webAclPrioritiesUnique, guarded(soundRules().map((one, at) => ({ ...one, Priority: at === 2 ? '1' : one.Priority }))))).toEqual(['fail Acl Rules[2].Priority']);
  expect(found(webAclPrioritiesUnique, guarded(soundRules().map((one, at) => ({ ...one, Priority: at === 2 ? { Ref: 'P' } : one.Priority }))))).toEqual(['unknown Acl Rules[2].Priority']);
});

const more = { Part: ipSet(['10.20.30.0/24']), Other: ipSet(['10.40.0.0/16']), None: ipSet([]) };
const path = bytes({ UriPath: {} }, '/admin', 'STARTS_WITH', 'URL_DECODE');

test.each<[string, unknown[], string[]]>([
  ['a part of what was blocked', [rule('a', 0, 'Block', inSet('Callers')), rule('b', 1, 'Allow', inSet('Part'))], ['fail Acl Rules[1]']],
  ['everything after who is not in an empty set', [rule('a', 0, 'Allow', not(inSet('None'))), rule('b', 1, 'Block', inSet('Part'))], ['fail Acl Rules[1]']],
  ['what two earlier rules have together', [rule('a', 0, 'Block', inSet('Callers')), rule('b', 1, 'Block', inSet('Other')), rule('c', 2, 'Allow', or(inSet('Part'), inSet('Other')))],
    ['fail Acl Rules[2]']],
  ['one text of several', [rule('a', 0, 'Block', or(path, header('a', 'b'))), rule('b', 1, 'Allow', and(path, inSet('Part')))], ['fail Acl Rules[1]']],
  ['nothing: the first rule counts', [rule('a', 0, 'Count', inSet('Callers')), rule('b', 1, 'Allow', inSet('Part'))], []],
  ['nothing: the first rule is narrower', [rule('a', 0, 'Block', inSet('Part')), rule('b', 1, 'Allow', inSet('Callers'))], []],
  ['nothing: the first rule needs a header', [rule('a', 0, 'Block', and(inSet('Callers'), header('a', 'b'))), rule('b', 1, 'Allow', inSet('Part'))], []],
])('shadowed: %s', (_, rules, expected) => {
  expect(found(webAclRuleReachable, guarded(rules, { more }))).toEqual(expected);
});

test('who is admitted before rate and group rules skips them: an error where that is everybody, else a warning', () => {
  const early = (statement: unknown) => [rule('early', 0, 'Allow', statement), ...soundRules().map((one, at) => ({ ...one, Priority: at + 1 }))];
  const severities = (rules: unknown) => [...webAclAdmitsAfterInspection.judge(postureOf(guarded(rules, { more })))]
    .map((judgement) => (judgement.outcome === 'fail' ? judgement.severity ?? 'error' : judgement.outcome));
  expect(severities(soundRules())).toEqual(['pass']);
  expect(severities(early(inSet('Callers')))).toEqual(['error', 'pass']);
  expect(severities(early(inSet('Part')))).toEqual(['warning', 'pass']);
  expect(severities(early(header('x-internal', 'true')))).toEqual(['error', 'pass']);
});
