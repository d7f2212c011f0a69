import { IGNORED, MORE_IS_STRONGER, PRESENT, type TypeRule, on } from '../rule';

export const WEB_FIREWALL_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::WAFv2::WebACL': {
    layer: 'web-firewall', noun: 'web ACL', role: 'protects',
    properties: {
      // Rules and the default action are compared as what they mean.
      'Rules': IGNORED, 'DefaultAction': IGNORED, 'Name': IGNORED, 'CustomResponseBodies': IGNORED, 'VisibilityConfig.CloudWatchMetricsEnabled': on(),
      'VisibilityConfig.SampledRequestsEnabled': on(), 'VisibilityConfig.MetricName': IGNORED, 'DataProtectionConfig': MORE_IS_STRONGER, 'TokenDomains': IGNORED, 'CaptchaConfig': IGNORED, 'ChallengeConfig': IGNORED,
    },
  },
  'AWS::WAFv2::RuleGroup': { layer: 'web-firewall', noun: 'rule group', role: 'part', properties: { 'Rules': IGNORED, 'Name': IGNORED, 'Capacity': IGNORED, 'CustomResponseBodies': IGNORED, 'VisibilityConfig.CloudWatchMetricsEnabled': on(), 'VisibilityConfig.MetricName': IGNORED } },
  'AWS::WAFv2::IPSet': { layer: 'web-firewall', noun: 'IP set', role: 'part', properties: { Addresses: IGNORED, Name: IGNORED } },
  'AWS::WAFv2::RegexPatternSet': { layer: 'web-firewall', noun: 'pattern set', role: 'part', properties: { Name: IGNORED } },
  'AWS::WAFv2::WebACLAssociation': { layer: 'web-firewall', noun: 'web ACL association', role: 'protects', properties: {} },
  'AWS::WAFv2::LoggingConfiguration': {
    layer: 'web-firewall', noun: 'log of the web ACL', role: 'protects',
    properties: { RedactedFields: MORE_IS_STRONGER, LoggingFilter: PRESENT },
  },
};
