import type { Resources } from './app';

const VISIBLE = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true };

/** A rule as CloudFormation spells it. A group takes an override in place of an action. */
export function rule(Name: string, Priority: number, action: 'Allow' | 'Block' | 'Count' | 'Captcha' | 'Challenge' | 'None' | 'CountAll', Statement: unknown, more: object = {}) {
  return {
    Name,
    Priority,
    Statement,
    VisibilityConfig: { ...VISIBLE, MetricName: Name },
    ...action === 'None' ? { OverrideAction: { None: {} } } : action === 'CountAll' ? { OverrideAction: { Count: {} } } : { Action: { [action]: {} } },
    ...more,
  };
}

export const inSet = (id: string, forwarded?: object) => ({
  IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [id, 'Arn'] }, ...forwarded ? { IPSetForwardedIPConfig: forwarded } : {} },
});
export const not = (Statement: unknown) => ({ NotStatement: { Statement } });
export const or = (...Statements: unknown[]) => ({ OrStatement: { Statements } });
export const and = (...Statements: unknown[]) => ({ AndStatement: { Statements } });
export const rate = (more: object = {}) => ({ RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP', ...more } });
export const managed = (Name: string, more: object = {}) => ({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name, ...more } });
export const bytes = (FieldToMatch: object, SearchString: string, PositionalConstraint = 'EXACTLY', Type = 'NONE') => ({
  ByteMatchStatement: { FieldToMatch, SearchString, PositionalConstraint, TextTransformations: [{ Priority: 0, Type }] },
});
export const header = (Name: string, value: string) => bytes({ SingleHeader: { Name } }, value);

export const ipSet = (Addresses: unknown, more: object = {}) => ({
  Type: 'AWS::WAFv2::IPSet',
  Properties: { Scope: 'REGIONAL', IPAddressVersion: String(Addresses).includes(':') ? 'IPV6' : 'IPV4', Addresses, ...more },
});

/** The rules of a web ACL that admits the addresses of the set `Callers`, after a rate limit and a managed group. */
export const soundRules = () => [
  rule('rate', 0, 'Block', rate()),
  rule('core', 1, 'None', managed('AWSManagedRulesCommonRuleSet')),
  rule('callers', 2, 'Allow', inSet('Callers')),
];

/** A private API whose one stage is guarded by a web ACL. */
export function guarded(rules: unknown = soundRules(), { acl = {}, more = {} }: { acl?: object; more?: Resources } = {}): Resources {
  return {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'claims', EndpointConfiguration: { Types: ['PRIVATE'] } } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live' } },
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: { Name: 'claims', Scope: 'REGIONAL', DefaultAction: { Block: {} }, VisibilityConfig: { ...VISIBLE, MetricName: 'claims' }, Rules: rules, ...acl },
    },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
        ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}' },
      },
    },
    Callers: ipSet(['10.20.0.0/16']),
    ...more,
  };
}
