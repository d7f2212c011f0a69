/** One list price. */
export interface Price {
  /** US dollars. */
  readonly usd: number;
  /** What one costs that much. */
  readonly per: string;
  /** AWS's page. */
  readonly page: string;
  /** `reported` where only others quote the page. */
  readonly sure: 'listed' | 'reported';
}

/** Hours of a month, as AWS's own calculator counts them. */
export const HOURS_A_MONTH = 730;

/** Where and when these prices were valid. */
export const PRICES_OF = 'us-east-1, list prices of November 2026, without free tiers, discounts and taxes';

const VPC = 'https://aws.amazon.com/privatelink/pricing/';
const WAF = 'https://aws.amazon.com/waf/pricing/';
const KMS = 'https://aws.amazon.com/kms/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const API_GATEWAY = 'https://aws.amazon.com/api-gateway/pricing/';
const COGNITO = 'https://aws.amazon.com/cognito/pricing/';
const SECRETS = 'https://aws.amazon.com/secrets-manager/pricing/';

function price(usd: number, per: string, page: string, sure: Price['sure'] = 'listed'): Price {
  return { usd, per, page, sure };
}

/** List prices of what a private API is made of. What is not here has no price, and is never taken as free. */
export const PRICES = {
  interfaceEndpoint: price(0.01, 'endpoint and zone, an hour', VPC),
  interfaceEndpointData: price(0.01, 'GB', VPC),
  networkFirewallEndpoint: price(0.395, 'endpoint, an hour', 'https://aws.amazon.com/network-firewall/pricing/'),
  networkFirewallData: price(0.065, 'GB', 'https://aws.amazon.com/network-firewall/pricing/'),
  natGateway: price(0.045, 'gateway, an hour', 'https://aws.amazon.com/vpc/pricing/'),
  natGatewayData: price(0.045, 'GB', 'https://aws.amazon.com/vpc/pricing/'),
  webAcl: price(5, 'web ACL, a month', WAF),
  webAclRule: price(1, 'rule or rule group, a month', WAF),
  wafRequests: price(0.6, 'million requests', WAF),
  wafBodyBlock: price(0.3, 'million requests and 16 KB of body above the first', WAF, 'reported'),
  key: price(1, 'key, a month', KMS),
  keyRequests: price(0.03, '10,000 requests', KMS),
  alarmMetric: price(0.1, 'metric of an alarm, a month', CLOUDWATCH),
  alarmHighResolution: price(0.3, 'metric of an alarm under a minute, a month', CLOUDWATCH),
  alarmComposite: price(0.5, 'composite alarm, a month', CLOUDWATCH),
  customMetric: price(0.3, 'metric, a month', CLOUDWATCH),
  dashboard: price(3, 'dashboard, a month', CLOUDWATCH),
  logsWritten: price(0.5, 'GB', CLOUDWATCH),
  logsKept: price(0.03, 'GB-month', CLOUDWATCH),
  apiRequests: price(3.5, 'million requests', API_GATEWAY),
  apiCacheHalfGigabyte: price(0.02, 'hour', API_GATEWAY),
  machineClient: price(6, 'app client, a month', COGNITO, 'reported'),
  machineToken: price(0.00225, 'token request', COGNITO, 'reported'),
  secret: price(0.4, 'secret, a month', SECRETS),
} as const satisfies Record<string, Price>;

/** What the template cannot say and a month's price depends on. */
export const ASSUMED = {
  accessLogLineBytes: 1800,
  executionLogBytesPerRequest: 3000,
  wafLogLineBytes: 1500,
  requestAndResponseBytes: 4000,
  monthsKept: 12,
} as const;
