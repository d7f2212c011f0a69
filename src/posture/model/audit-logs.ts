import { type AccessLogFormat, readAccessLogFormat } from './access-log-format';
import { apiFunctionsOf } from './api-functions';
import type { Posture } from './posture';
import { type Reading, readFrom } from './reading';
import { type Stage, stagesOf } from './stages';
import { destinationsOf } from './web-acl-logs';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { free, unknown } from '../assembly/symbols';

/** The access log of a stage. */
export interface AccessLog {
  readonly stage: Stage;
  readonly destination: Json | undefined;
  readonly format: Reading<AccessLogFormat>;
  /** The log group or stream, where the app makes it. */
  readonly target?: Resource;
  /** Below the properties of the stage. */
  readonly property: string;
}

/** What each stage writes of its requests. */
export function accessLogsOf(posture: Posture): readonly AccessLog[] {
  return posture.derive(stagesOf).map((stage): AccessLog => {
    const of = (name: string): Json | undefined => {
      const reading = readFrom(stage.properties, ['AccessLogSetting', name]);
      return reading.kind === 'known' ? reading.value : reading.kind === 'unknown' ? unknown(reading.why) : undefined;
    };
    const destination = of('DestinationArn');
    const target = logTarget(posture, destination);
    return {
      stage,
      destination,
      format: readAccessLogFormat(of('Format')),
      property: `${stage.prefix}AccessLogSetting`,
      ...target === undefined ? {} : { target },
    };
  });
}

/** What a log is for. */
export type LogPurpose = 'access log' | 'execution log' | 'log of the web firewall' | 'flow log' | 'log of a function';

/** The log groups that hold the evidence of who called: those of access, execution, web firewall and flow logs, and of the functions that answer. */
export function auditGroups(posture: Posture): ReadonlyMap<Resource, LogPurpose> {
  const groups = new Map<Resource, LogPurpose>();
  const note = (resource: Resource | undefined, purpose: LogPurpose) => {
    if (resource?.type === 'AWS::Logs::LogGroup') {
      groups.set(resource, purpose);
    }
  };
  posture.derive(apiFunctionsOf).forEach(({ properties }) => note(logTarget(posture, member(properties.LoggingConfig, 'LogGroup')), 'log of a function'));
  posture.ofType('AWS::EC2::FlowLog').forEach(({ properties }) => note(logTarget(posture, properties.LogGroupName ?? properties.LogDestination), 'flow log'));
  posture.ofType('AWS::Logs::LogGroup').filter(({ properties }) => String(properties.LogGroupName).startsWith('API-Gateway-Execution-Logs_'))
    .forEach((group) => note(group, 'execution log'));
  posture.ofType('AWS::WAFv2::LoggingConfiguration').forEach((log) => destinationsOf(log).forEach((to) => note(logTarget(posture, to), 'log of the web firewall')));
  posture.derive(accessLogsOf).forEach(({ target }) => note(target, 'access log'));
  return groups;
}

const NAME_IN_ARN = new RegExp(`(?:log-group:|:s3:::|deliverystream/)(${free(':')}?)(?:/\\*|:\\*|/)?$`);

/** The log group, stream or bucket that an ARN or a name stands for, however it is written. */
export function logTarget(posture: Posture, place: Json | undefined): Resource | undefined {
  const [target] = posture.targets(place);
  if (target !== undefined || typeof place !== 'string') {
    return target;
  }
  const name = NAME_IN_ARN.exec(place.slice(0, 2000))?.[1] ?? place;
  return posture.ofType('AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::KinesisFirehose::DeliveryStream')
    .find(({ properties }) => [properties.LogGroupName, properties.BucketName, properties.DeliveryStreamName].includes(name));
}

/** The method settings of a stage, and where they stand. */
export function methodSettings(stage: Stage): { readonly settings: Json; readonly property: string }[] {
  const own = ['LoggingLevel', 'DataTraceEnabled', 'MetricsEnabled'].some((name) => member(stage.properties, name) !== undefined) && stage.prefix !== '';
  return [
    ...own ? [{ settings: { ...stage.properties, HttpMethod: '*', ResourcePath: '/*' } as Json, property: stage.prefix.slice(0, -1) }] : [],
    ...listOf(member(stage.properties, 'MethodSettings')).map((settings, index) => ({ settings, property: `${stage.prefix}MethodSettings[${index}]` })),
  ];
}

/** Whether a setting is for every method of the stage. */
export function isForAll(settings: Json): boolean {
  return member(settings, 'HttpMethod') === '*' && ['/*', '*', '/~1*'].includes(String(member(settings, 'ResourcePath')));
}
