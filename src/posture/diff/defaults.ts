import { type Json, type JsonObject, table } from '../assembly/json';

/** What CloudFormation takes where nothing is written, of properties that no rule compares. */
const DEFAULTS = table<Readonly<Record<string, string>>>({
  'AWS::KMS::Key': { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS' },
  'AWS::SNS::Topic': { FifoTopic: 'false', ContentBasedDeduplication: 'false', TracingConfig: 'PassThrough' },
  'AWS::SQS::Queue': { FifoQueue: 'false', ContentBasedDeduplication: 'false' },
  'AWS::Lambda::Function': { RecursiveLoop: 'Terminate' },
  'AWS::EC2::VPC': { InstanceTenancy: 'default' },
  'AWS::EC2::Subnet': { Ipv6Native: 'false', EnableDns64: 'false' },
  'AWS::EC2::VPCEndpoint': { IpAddressType: 'ipv4', VpcEndpointType: 'Gateway' },
  'AWS::EC2::FlowLog': { LogDestinationType: 'cloud-watch-logs' },
  'AWS::Cognito::UserPoolClient': { AllowedOAuthFlowsUserPoolClient: 'false', EnablePropagateAdditionalUserContextData: 'false' },
  'AWS::CloudWatch::Alarm': { EvaluateLowSampleCountPercentile: 'evaluate' },
});

/** Properties without the defaults that somebody wrote out. */
export function withoutDefaults(type: string, properties: JsonObject): JsonObject {
  const standard = DEFAULTS[type];
  const isWritten = ([name, value]: [string, Json | undefined]) => standard?.[name] === undefined || String(value) !== standard[name];
  return standard === undefined ? properties : Object.fromEntries(Object.entries(properties).filter(isWritten));
}
