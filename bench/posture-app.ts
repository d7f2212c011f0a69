import { type App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { PrivateApi } from 'cdk-private-api';

/** APIs of the app on this library, each in a stack of its own. */
const PRIVATE_APIS = 3;
/** Services of the app on plain CDK: a function with its role, log group, queues, table and alarms, and routes of one API. */
const SERVICES = 16;

/** An app as a platform team has it: some APIs on this library, one on CDK's own constructs, and what stands behind them. */
export function platformApp(app: App): Stack[] {
  return [
    ...Array.from({ length: PRIVATE_APIS }, (_, at) => privateApi(app, `Api${at}`)),
    plainApi(app, 'Orders'),
  ];
}

function privateApi(app: App, name: string): Stack {
  const stack = new Stack(app, name);
  const handlers = Array.from({ length: 4 }, (_, at) => functionOf(stack, `Handler${at}`));
  const api = new PrivateApi(stack, 'Api');
  Array.from({ length: 24 }, (_, at) => api.addRoute(`${at % 2 === 0 ? 'GET' : 'POST'} /things${at}/{id}`, {
    handler: handlers[at % handlers.length]!, scope: at % 2 === 0 ? 'things/read' : 'things/write',
  }));
  Array.from({ length: 6 }, (_, at) => api.addConsumer(`Consumer${at}`, {
    owner: `team${at}@example.com`, scopes: ['things/read'], addresses: [`10.${at + 1}.0.0/16`, `fd00:${at + 1}::/48`],
  }));
  return stack;
}

function plainApi(app: App, name: string): Stack {
  const stack = new Stack(app, name);
  const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const log = new logs.LogGroup(stack, 'AccessLog', { retention: logs.RetentionDays.ONE_YEAR });
  const api = new apigateway.RestApi(stack, 'Api', {
    endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE] },
    deployOptions: { accessLogDestination: new apigateway.LogGroupLogDestination(log), tracingEnabled: true },
  });
  const lists = Array.from({ length: 6 }, (_, at) => new wafv2.CfnIPSet(stack, `List${at}`, {
    scope: 'REGIONAL', ipAddressVersion: 'IPV4', addresses: [`10.${at + 20}.0.0/16`],
  }));
  const acl = new wafv2.CfnWebACL(stack, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { block: {} },
    visibilityConfig: visible('acl'),
    rules: lists.map((list, at) => ({
      name: `list${at}`,
      priority: at,
      action: { allow: {} },
      visibilityConfig: visible(`list${at}`),
      statement: { ipSetReferenceStatement: { arn: list.attrArn } },
    })),
  });
  new wafv2.CfnWebACLAssociation(stack, 'Association', { webAclArn: acl.attrArn, resourceArn: api.deploymentStage.stageArn });
  for (let at = 0; at < SERVICES; at++) {
    service(stack, at, api, key);
  }
  return stack;
}

function service(stack: Stack, at: number, api: apigateway.RestApi, key: kms.IKey): void {
  const handler = functionOf(stack, `Service${at}`);
  const dead = new sqs.Queue(stack, `Dead${at}`, { enforceSSL: true });
  new sqs.Queue(stack, `Queue${at}`, { enforceSSL: true, deadLetterQueue: { queue: dead, maxReceiveCount: 3 } }).grantSendMessages(handler);
  new dynamodb.Table(stack, `Table${at}`, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryptionKey: key }).grantReadData(handler);
  if (at % 4 === 0) {
    new s3.Bucket(stack, `Bucket${at}`, { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL }).grantRead(handler);
  }
  handler.metricErrors({ period: Duration.minutes(5) }).createAlarm(stack, `Errors${at}`, { threshold: 1, evaluationPeriods: 1 });
  new cloudwatch.Alarm(stack, `Depth${at}`, { metric: dead.metricApproximateNumberOfMessagesVisible(), threshold: 1, evaluationPeriods: 1 });
  api.root.addResource(`things${at}`).addMethod('GET', new apigateway.LambdaIntegration(handler), { authorizationType: apigateway.AuthorizationType.IAM });
}

function functionOf(stack: Stack, id: string): lambda.Function {
  return new lambda.Function(stack, id, {
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
    logGroup: new logs.LogGroup(stack, `${id}Log`, { retention: logs.RetentionDays.ONE_YEAR }),
  });
}

function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
