import { type Price, HOURS_A_MONTH, PRICES } from '../../values/prices';
import { table } from '../assembly/json';

/** Properties of a resource in a template. */
export type Properties = Readonly<Record<string, unknown>>;

/** What one resource costs. */
export interface Charges {
  /** By the month, whether used or not. */
  readonly month?: readonly MonthlyCharge[];
  /** By use, which a template does not tell. */
  readonly use?: readonly UseCharge[];
  /** Why a part, or all of it, has no price here. */
  readonly unknown?: string;
}

/** Something that costs the same every month. */
export interface MonthlyCharge {
  readonly what: string;
  readonly count: number;
  readonly unit: string;
  /** US dollars a month for one. */
  readonly each: number;
}

/** Something that costs by use. */
export interface UseCharge {
  readonly what: string;
  readonly price: Price;
}

const FREE: Charges = {};
const unknown = (reason: string): Charges => ({ unknown: reason });

function monthly(what: string, count: number, unit: string, price: Price): MonthlyCharge {
  return { what, count, unit, each: price.usd };
}

function hourly(what: string, count: number, unit: string, price: Price): MonthlyCharge {
  return { what, count, unit, each: price.usd * HOURS_A_MONTH };
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function endpoint(properties: Properties): Charges {
  const type = properties.VpcEndpointType ?? 'Gateway';
  if (type === 'Gateway') {
    return FREE;
  }
  const zones = listOf(properties.SubnetIds);
  if (type !== 'Interface' || !zones) {
    return unknown(type === 'Interface' ? 'its number of zones is not in the template' : `no price of endpoints of type ${JSON.stringify(type)}`);
  }
  return {
    month: [hourly('interface endpoints', zones.length, 'endpoint in a zone', PRICES.interfaceEndpoint)],
    use: [{ what: 'data through interface endpoints', price: PRICES.interfaceEndpointData }],
  };
}

const EXTRA_FEE = /AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)RuleSet/;

function webAcl(properties: Properties): Charges {
  const rules = listOf(properties.Rules ?? []);
  if (!rules) {
    return unknown('its number of rules is not in the template');
  }
  return {
    month: [
      monthly('web ACLs', 1, 'web ACL', PRICES.webAcl),
      monthly('rules of web ACLs', rules.length, 'rule', PRICES.webAclRule),
    ],
    unknown: EXTRA_FEE.test(JSON.stringify(rules)) ? 'a managed rule group with a fee of its own' : undefined,
  };
}

function alarm(properties: Properties): Charges {
  if (properties.ThresholdMetricId !== undefined || JSON.stringify(properties.Metrics ?? '').includes('SELECT')) {
    return unknown('an alarm on an anomaly band or on a metrics query');
  }
  const metrics = properties.Metrics === undefined ? [properties] : listOf(properties.Metrics)?.map(statOf).filter((stat) => stat !== undefined);
  if (!metrics) {
    return unknown('its metrics are not in the template');
  }
  const fast = metrics.filter(({ Period }) => typeof Period === 'number' && Period < 60).length;
  return {
    month: [
      monthly('alarms', metrics.length - fast, 'metric', PRICES.alarmMetric),
      monthly('alarms under a minute', fast, 'metric', PRICES.alarmHighResolution),
    ],
  };
}

/** What a metric data query reads, if it isn't an expression. */
function statOf(query: unknown): Properties | undefined {
  return (query as { MetricStat?: Properties } | null)?.MetricStat ?? undefined;
}

function metricFilter(properties: Properties): Charges {
  const transformations = listOf(properties.MetricTransformations);
  if (!transformations || JSON.stringify(transformations).includes('"Dimensions"')) {
    return unknown('one custom metric for every value of its dimensions');
  }
  return { month: [monthly('custom metrics', transformations.length, 'metric', PRICES.customMetric)] };
}

function stage(properties: Properties): Charges {
  const cache = properties.CacheClusterEnabled === true;
  const halfGigabyte = cache && (properties.CacheClusterSize === undefined || properties.CacheClusterSize === '0.5');
  const reasons = [
    ...(cache && !halfGigabyte ? ['a cache of this size'] : []),
    ...(properties.TracingEnabled === true ? ['X-Ray traces, by the number of traces'] : []),
  ];
  return {
    month: halfGigabyte ? [hourly('API caches of 0.5 GB', 1, 'cache', PRICES.apiCacheHalfGigabyte)] : [],
    unknown: reasons.join('; ') || undefined,
  };
}

function firewall(properties: Properties): Charges {
  const zones = listOf(properties.SubnetMappings);
  return zones ? {
    month: [hourly('network firewall endpoints', zones.length, 'endpoint in a zone', PRICES.networkFirewallEndpoint)],
    use: [{ what: 'data through the network firewall', price: PRICES.networkFirewallData }],
  } : unknown('its number of zones is not in the template');
}

/** What resources cost, by type; a type that is neither here nor free has no price. */
const CHARGES = table<(properties: Properties) => Charges>({
  'AWS::EC2::VPCEndpoint': endpoint,
  'AWS::EC2::NatGateway': () => ({
    month: [hourly('NAT gateways', 1, 'gateway', PRICES.natGateway)],
    use: [{ what: 'data through NAT gateways', price: PRICES.natGatewayData }],
  }),
  'AWS::EC2::FlowLog': (properties) => (properties.LogDestinationType === undefined || properties.LogDestinationType === 'cloud-watch-logs'
    ? { use: [{ what: 'flow logs written', price: PRICES.logsWritten }] }
    : unknown('flow logs outside CloudWatch Logs')),
  'AWS::NetworkFirewall::Firewall': firewall,
  'AWS::WAFv2::WebACL': webAcl,
  'AWS::KMS::Key': () => ({
    month: [monthly('customer keys', 1, 'key', PRICES.key)],
    use: [{ what: 'key requests', price: PRICES.keyRequests }],
  }),
  'AWS::KMS::ReplicaKey': () => ({ month: [monthly('customer keys', 1, 'key', PRICES.key)] }),
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': () => ({ month: [monthly('composite alarms', 1, 'alarm', PRICES.alarmComposite)] }),
  'AWS::CloudWatch::Dashboard': () => ({ month: [monthly('dashboards', 1, 'dashboard', PRICES.dashboard)] }),
  'AWS::Logs::MetricFilter': metricFilter,
  'AWS::SecretsManager::Secret': () => ({ month: [monthly('secrets', 1, 'secret', PRICES.secret)] }),
  'AWS::ApiGateway::Stage': stage,
  'AWS::SNS::Subscription': () => unknown('by the number of messages'),
  'AWS::Lambda::Function': () => unknown('by requests, memory and time'),
});

const FREE_PREFIXES = ['AWS::IAM::', 'AWS::CDK::'];

const FREE_TYPES = new Set([
  'AWS::ApiGateway::Account', 'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::Authorizer', 'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Method', 'AWS::ApiGateway::Model', 'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::EC2::NetworkAcl', 'AWS::EC2::NetworkAclEntry', 'AWS::EC2::PrefixList', 'AWS::EC2::Route', 'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::Subnet',
  'AWS::EC2::SubnetNetworkAclAssociation', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPC', 'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::DHCPOptions', 'AWS::EC2::VPCDHCPOptionsAssociation',
  'AWS::KMS::Alias',
  'AWS::Lambda::Alias', 'AWS::Lambda::Permission', 'AWS::Lambda::Version',
  'AWS::Logs::LogGroup', // what is written and kept is counted by request and by use
  'AWS::Logs::QueryDefinition', // a saved text; what a query scans is charged when it runs
  'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::WAFv2::IPSet', 'AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::RegexPatternSet', 'AWS::WAFv2::WebACLAssociation',
]);

/** What a resource costs. */
export function chargesOf(type: string, properties: Properties): Charges {
  if (FREE_TYPES.has(type) || FREE_PREFIXES.some((prefix) => type.startsWith(prefix))) {
    return FREE;
  }
  return CHARGES[type]?.(properties) ?? unknown(`no price of ${type}`);
}
