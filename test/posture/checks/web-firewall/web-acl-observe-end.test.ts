import { runChecks } from '../../../../src/posture/checks/run';
import { webAclObserveEnd as check } from '../../../../src/posture/checks/web-firewall/web-acl-observe-end';
import { parseDay } from '../../../../src/values/day';
import { type Resources, postureOf } from '../../support/app';
import { guarded } from '../../support/web-acl';

const TODAY = parseDay('2027-06-30')!;
const observing = (observe: object): Resources => {
  const resources = guarded();
  return { ...resources, Acl: { ...resources.Acl!, Metadata: { 'cdk-private-api:observe': observe } } };
};
const said = (resources: Resources, today?: number) => [...check.judge(postureOf(resources), today)]
  .map((judgement) => (judgement.outcome === 'pass' ? 'pass' : `${judgement.outcome === 'fail' ? judgement.severity ?? 'error' : 'unknown'}: ${judgement.message}`));

test.each<[string, object, string[]]>([
  ['its last day passes', { until: '2027-06-30', reason: 'the month-end batch' }, ['pass']],
  ['the day after fails', { until: '2027-06-29', reason: 'the month-end batch' }, ['error: the web ACL still only observes, and was to do so until 2027-06-29: the month-end batch']],
  ['without a reason too', { until: '2026-01-01' }, ['error: the web ACL still only observes, and was to do so until 2026-01-01: no reason is given']],
  ['what is no date is no end', { until: 'when we are ready' }, ['error: the web ACL only observes, and its end is no date: when we are ready']],
  ['a year and more is no trial', { until: '2029-01-01', reason: 'a' }, ['warning: the web ACL only observes until 2029-01-01, for more than a year']],
])('a web ACL that observes: %s', (_, observe, expected) => {
  expect(said(observing(observe), TODAY)).toEqual(expected);
});

test('a web ACL that enforces is not judged, nor an end without a clock', () => {
  expect(said(guarded(), TODAY)).toEqual([]);
  expect(said(observing({ until: '2020-01-01' }))).toEqual([]);
});

test('the day of a report is the day that ends are judged on', () => {
  const posture = postureOf(observing({ until: '2027-06-29', reason: 'a' }));
  const checks = (today: number) => runChecks([{ path: 'app', posture }], { checks: [check], today }).findings.map(({ severity }) => severity);
  expect([checks(TODAY - 1), checks(TODAY)]).toEqual([[], ['error']]);
});
