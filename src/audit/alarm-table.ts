import type { AlarmRule } from './alarm-rule';

/** The alarms of an API, by the name of their setting. */
export type AlarmName =
  | 'serverErrors' | 'clientErrors' | 'latency' | 'throttledRequests' | 'refusedCallers' | 'blockedRequests' | 'rateLimitedRequests';

/** Where an alarm's numbers come from. */
export type AlarmSource =
  | { readonly from: 'api'; readonly metric: string; readonly statistic: string }
  | { readonly from: 'accessLog'; readonly metric: string; readonly lines: string }
  | { readonly from: 'given'; readonly metric: 'blockedRequests' | 'rateLimitedRequests' };

/** One alarm, as data. */
export interface AlarmDefinition {
  readonly source: AlarmSource;
  readonly rule: AlarmRule;
  /** Behind "API/STAGE: ": what happened, and what to do. */
  readonly description: string;
}

/**
 * Every alarm stands on a metric that is emitted.
 *
 * `api`: namespace AWS/ApiGateway with the dimensions ApiName and Stage, which a stage emits without detailed metrics. It has no
 * metric for 429 answers, so throttles are counted in the access log, where a line per request says so.
 * The numbers of serverErrors and clientErrors are the ones that AWS recommends.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export const ALARMS: Readonly<Record<AlarmName, AlarmDefinition>> = {
  serverErrors: {
    source: { from: 'api', metric: '5XXError', statistic: 'Average' },
    rule: { unit: 'share', threshold: 0.05, minutes: 1, evaluationPeriods: 3 },
    description: 'the backend or API Gateway fails requests (5xx). Look at backendCode, backendError and error in the access log, then at the '
      + 'logs of the backend; if it began with a deployment, roll that back.',
  },
  clientErrors: {
    source: { from: 'api', metric: '4XXError', statistic: 'Average' },
    rule: { unit: 'share', threshold: 0.05, minutes: 1, evaluationPeriods: 5 },
    description: 'many requests are refused (4xx). Group the access log by client, ip and status: one client is misconfigured or probing, all '
      + 'clients at once point to a change of routes, scopes, keys or rules.',
  },
  latency: {
    source: { from: 'api', metric: 'Latency', statistic: 'p99' },
    rule: { unit: 'milliseconds', threshold: 5000, minutes: 1, evaluationPeriods: 5 },
    description: 'one request in a hundred is slow (p99). Compare latency with backendMs in the access log: where both are high the backend is '
      + 'slow, where only the first is, authMs and wafMs say which layer.',
  },
  throttledRequests: {
    source: { from: 'accessLog', metric: 'ThrottledRequests', lines: '($.status = "429")' },
    rule: { unit: 'requests', threshold: 100, minutes: 5, evaluationPeriods: 1 },
    description: 'requests are throttled or over quota (429). Group the access log by apiKeyId and response: raise the tier of a consumer who has '
      + 'grown, talk to one who loops; many consumers at once point to the limit of stage or account.',
  },
  refusedCallers: {
    // What the web firewall blocked has an alarm of its own.
    source: { from: 'accessLog', metric: 'RefusedCallers', lines: '(($.status = "401") || ($.status = "403")) && ($.waf != "WAF_BLOCK")' },
    rule: { unit: 'requests', threshold: 50, minutes: 5, evaluationPeriods: 1 },
    description: 'callers are refused for their token, key, scope or endpoint (401, 403). Group the access log by ip, vpce, client and response: an '
      + 'expired secret, a missing scope, or someone trying; in doubt turn off the consumer.',
  },
  blockedRequests: {
    source: { from: 'given', metric: 'blockedRequests' },
    rule: { unit: 'requests', threshold: 50, minutes: 5, evaluationPeriods: 1 },
    description: 'the web firewall blocks requests. Look in its log for terminatingRuleId and clientIp: an address missing in the register, a '
      + 'false positive of a managed rule, or an attack from inside the network.',
  },
  rateLimitedRequests: {
    source: { from: 'given', metric: 'rateLimitedRequests' },
    rule: { unit: 'requests', threshold: 0, minutes: 5, evaluationPeriods: 1 },
    description: 'a caller went over the rate rule of the web firewall. Look in its log for clientIp: a retry loop, a load test, or a flood; if '
      + 'the load is legitimate, raise the rule\'s limit.',
  },
};
