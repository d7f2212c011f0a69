import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { means } from '../canonical';
import { shown, valueAt } from '../compare';
import { IGNORED, MORE_IS_STRONGER, TARGET, type Movement, type TypeRule, on, own, ranks } from '../rule';

/** Whether blocked requests stay in the log: what else does is taste. */
function keepsBlocked(filter: Json | undefined): boolean {
  const speaks = (entry: Json) => listOf(member(entry, 'Conditions')).some((condition) => member(member(condition, 'ActionCondition'), 'Action') === 'BLOCK');
  const of = (behavior: string) => listOf(member(filter, 'Filters')).filter((entry) => member(entry, 'Behavior') === behavior).some(speaks);
  return filter === undefined || !of('DROP') && (member(filter, 'DefaultBehavior') === 'KEEP' || of('KEEP'));
}

function compareFilter(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  return means(from, to) ? [] : [{
    direction: keepsBlocked(from) === keepsBlocked(to) ? 'unknown' : keepsBlocked(to) ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: keepsBlocked(from) && !keepsBlocked(to) ? 'it no longer keeps the requests that were blocked' : `it now keeps ${shown(to)}; before, ${shown(from)}`,
  }];
}


export const WEB_FIREWALL_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::WAFv2::WebACL': {
    layer: 'web-firewall',
    noun: 'web ACL',
    role: 'protects',
    properties: {
      // Rules and the default action are compared as what they mean.
      'Rules': IGNORED,
      'DefaultAction': IGNORED,
      'Name': IGNORED,
      'CustomResponseBodies': IGNORED,
      'VisibilityConfig.CloudWatchMetricsEnabled': on(),
      'VisibilityConfig.SampledRequestsEnabled': on(),
      'VisibilityConfig.MetricName': IGNORED,
      'DataProtectionConfig': MORE_IS_STRONGER,
      'AssociationConfig.RequestBody.API_GATEWAY.DefaultSizeInspectionLimit': ranks('KB_16', 'KB_16', 'KB_32', 'KB_48', 'KB_64'),
      'TokenDomains': IGNORED,
      'CaptchaConfig': IGNORED,
      'ChallengeConfig': IGNORED,
    },
  },
  'AWS::WAFv2::RuleGroup': { layer: 'web-firewall', noun: 'rule group', role: 'part', properties: { 'Rules': IGNORED, 'Name': IGNORED, 'Capacity': IGNORED, 'CustomResponseBodies': IGNORED, 'VisibilityConfig.CloudWatchMetricsEnabled': on(), 'VisibilityConfig.MetricName': IGNORED } },
  'AWS::WAFv2::IPSet': { layer: 'web-firewall', noun: 'IP set', role: 'part', properties: { Addresses: IGNORED, Name: IGNORED } },
  'AWS::WAFv2::RegexPatternSet': { layer: 'web-firewall', noun: 'pattern set', role: 'part', properties: { Name: IGNORED } },
  'AWS::WAFv2::WebACLAssociation': { layer: 'web-firewall', noun: 'web ACL association', role: 'protects', properties: { ResourceArn: TARGET } },
  'AWS::WAFv2::LoggingConfiguration': {
    layer: 'web-firewall',
    noun: 'log of the web ACL',
    role: 'protects',
    properties: { RedactedFields: MORE_IS_STRONGER, LoggingFilter: own(compareFilter), ResourceArn: TARGET },
  },
};
