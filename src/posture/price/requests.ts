import type { MonthlyCharge, Properties } from './charges';
import type { Resource } from './machine-clients';
import { ASSUMED, PRICES } from '../../values/prices';

/** What a million requests cost, and what was assumed. */
export interface RequestCharges {
  readonly charges: MonthlyCharge[];
  readonly assumptions: string[];
}

const MILLION = 1e6;
const GB = 1e9;

/** What each layer of the template charges for a million requests. */
export function requestCharges(resources: readonly Resource[]): RequestCharges {
  const of = (type: string) => resources.filter((resource) => resource.type === type).map(({ properties }) => properties);
  const stages = of('AWS::ApiGateway::Stage');
  const api = stages.length + of('AWS::ApiGateway::RestApi').length > 0;
  // A request meets one web ACL, however many the template holds.
  const webAcls = of('AWS::WAFv2::WebACL').slice(0, 1);
  const endpoints = of('AWS::EC2::VPCEndpoint').some(({ VpcEndpointType }) => VpcEndpointType === 'Interface');
  const logs = [
    ...(stages.some(writesAccessLog) ? [log('access log', ASSUMED.accessLogLineBytes, 'a line of the access log')] : []),
    ...(stages.some(logsEveryRequest) ? [log('execution log', ASSUMED.executionLogBytesPerRequest, 'the execution log of a request')] : []),
    ...(of('AWS::WAFv2::LoggingConfiguration').some(keepsAdmitted) ? [log('web firewall log', ASSUMED.wafLogLineBytes, 'a line of the web firewall log')] : []),
  ];
  const gigabytes = logs.reduce((total, { charge }) => total + charge.count, 0);
  const kilobytes = ASSUMED.requestAndResponseBytes / 1000;
  return {
    charges: [
      ...(api ? [line('API Gateway', 1, 'million requests', PRICES.apiRequests.usd)] : []),
      ...webAcls.flatMap(firewall),
      ...(api && endpoints ? [line('data through the endpoint', MILLION * ASSUMED.requestAndResponseBytes / GB, 'GB', PRICES.interfaceEndpointData.usd)] : []),
      ...logs.map(({ charge }) => charge),
      line('logs kept', gigabytes * ASSUMED.monthsKept, 'GB-month', PRICES.logsKept.usd),
    ],
    assumptions: [
      ...(api && endpoints ? [`request and response have ${kilobytes} KB together`] : []),
      ...logs.map(({ assumption }) => assumption),
      ...(logs.length > 0 ? [`logs are kept for ${ASSUMED.monthsKept} months, counted uncompressed`] : []),
      ...webAcls.map(() => 'the web ACL takes at most 1,500 capacity units'),
    ],
  };
}

function line(what: string, count: number, unit: string, each: number): MonthlyCharge {
  return { what, count, unit, each };
}

function log(what: string, bytes: number, subject: string): { charge: MonthlyCharge; assumption: string } {
  return {
    charge: line(what, MILLION * bytes / GB, 'GB', PRICES.logsWritten.usd),
    assumption: `${subject} has ${bytes / 1000} KB`,
  };
}

function firewall({ AssociationConfig }: Properties): MonthlyCharge[] {
  const [, kilobytes] = /"DefaultSizeInspectionLimit":"KB_(\d+)"/.exec(JSON.stringify(AssociationConfig ?? {})) ?? [];
  return [
    line('web firewall', 1, 'million requests', PRICES.wafRequests.usd),
    line('bodies over 16 KB in the web firewall', Number(kilobytes ?? 16) / 16 - 1, 'million requests and 16 KB', PRICES.wafBodyBlock.usd),
  ];
}

function writesAccessLog({ AccessLogSetting }: Properties): boolean {
  const setting = JSON.stringify(AccessLogSetting ?? {});
  return setting.includes('DestinationArn') && !setting.includes(':firehose:');
}

function logsEveryRequest({ MethodSettings }: Properties): boolean {
  return JSON.stringify(MethodSettings ?? []).includes('"LoggingLevel":"INFO"');
}

/** Whether requests that the firewall admits are logged too. */
function keepsAdmitted({ LoggingFilter, LogDestinationConfigs }: Properties): boolean {
  const elsewhere = /:s3:|:firehose:/.test(JSON.stringify(LogDestinationConfigs ?? []));
  return !elsewhere && !JSON.stringify(LoggingFilter ?? {}).includes('"DefaultBehavior":"DROP"');
}
