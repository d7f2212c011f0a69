import { type Json } from '../../assembly/json';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { asBoolean, readFrom } from '../../model/reading';
import { type WebAcl, metricsOn } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclMetrics: Check = {
  id: 'web-acl-metrics',
  title: 'A web ACL and its rules have metrics and samples',
  severity: 'error',
  layer: 'web-firewall',
  why: 'Without metrics no alarm on blocked requests can fire, and a rule that blocks too much or nothing goes unnoticed.',
  fix: 'Set CloudWatchMetricsEnabled and SampledRequestsEnabled in the VisibilityConfig of the web ACL and of each rule.',
  owasp: ['API8:2023'],
  securityHub: ['WAF.12'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      yield* judgeVisibility(acl, acl.resource.properties.VisibilityConfig, 'VisibilityConfig', 'the web ACL');
      for (const { visibility, property } of acl.rules.kind === 'known' ? acl.rules.value : []) {
        yield* judgeVisibility(acl, visibility, `${property}.VisibilityConfig`, 'the rule');
      }
    }
  },
};

function* judgeVisibility({ resource }: WebAcl, visibility: Json | undefined, place: string, what: string): Iterable<Judgement> {
  const [metrics, samples] = [metricsOn(visibility), asBoolean(readFrom(visibility, 'SampledRequestsEnabled'))];
  yield metrics.kind === 'unknown' ? unsure(resource, `${place}.CloudWatchMetricsEnabled`, metrics.why)
    : metrics.kind === 'known' && !metrics.value ? fail(resource, `${place}.CloudWatchMetricsEnabled`, `${what} has no metrics`)
      : pass(resource, `${place}.CloudWatchMetricsEnabled`);
  if (samples.kind === 'known' && !samples.value) {
    yield fail(resource, `${place}.SampledRequestsEnabled`, `${what} keeps no samples of requests`, 'warning');
  }
}
