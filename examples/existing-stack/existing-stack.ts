import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  AccessRegister, AlarmTopic, ApiAlarms, DataKey, UsageTier, WebFirewall, WebFirewallMode,
} from 'cdk-private-api';
import type { Construct } from 'constructs';

/**
 * A team's stack as it was, a private `RestApi` that is reached through an endpoint in the team's VPC, and then the layers that it gets:
 * a register of consumers, a web firewall that counts first, and alarms. Nothing of the team's changes.
 */
export class ExistingStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const { endpoint, api } = this.whatTheTeamHas();

    // ---- the layers
    const dataKey = new DataKey(this, 'AuditKey');
    const register = new AccessRegister(this, 'Register', {
      api,
      stages: [api.deploymentStage],
      endpointIds: [endpoint.vpcEndpointId],
      tiers: [UsageTier.of('internal', { throttle: { rateLimit: 20, burstLimit: 40 }, quota: { limit: 200_000, period: apigateway.Period.DAY } })],
    });
    register.addConsumer('Backoffice', { owner: 'backoffice@example.com', addresses: ['10.40.0.0/16'] });
    register.addConsumer('Warehouse', { owner: 'warehouse@example.com', addresses: ['10.20.8.0/21'], expires: '2027-12-31' });

    // Counts what it would block, per address, until the team has seen that only strangers are among it.
    const firewall = new WebFirewall(this, 'WebFirewall', { mode: WebFirewallMode.observeUntil('2027-06-30', 'which addresses call is still being counted'), addressList: register.addressList, dataKey });
    firewall.protect(api.deploymentStage);
    Validations.of(firewall).acknowledge(...['web-acl-closed', 'web-acl-rules-enforce', 'web-acl-rate-limit'].map((check) => ({
      id: `PrivateApi::${check}`, reason: 'it observes first (owner: orders-team@example.com, until: 2027-06-30)',
    })));

    const topic = new AlarmTopic(this, 'AlarmTopic', { dataKey, subscribers: ['orders-team@example.com'] });
    new ApiAlarms(this, 'Alarms', {
      restApi: api,
      apiName: api.restApiName,
      stageName: 'v1',
      topic,
      rateLimitedRequests: firewall.metricRateLimited(),
    });

    // What the team sets itself, on its own API, when it is ready: `policy: register.resourcePolicy`.
    new CfnOutput(this, 'SuggestedPolicy', { value: this.toJsonString(register.resourcePolicy.toJSON()) });
  }

  private whatTheTeamHas(): { endpoint: ec2.IInterfaceVpcEndpoint; api: apigateway.RestApi } {
    const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(this, 'Endpoint', {
      vpcEndpointId: 'vpce-0a1b2c3d4e5f60718', port: 443,
    });
    const ordersRole = new iam.Role(this, 'OrdersRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const orders = new lambda.Function(this, 'Orders', {
      code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200, body: "[]" })'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      timeout: Duration.seconds(10),
      memorySize: 256,
      tracing: lambda.Tracing.ACTIVE,
      reservedConcurrentExecutions: 10,
      role: ordersRole.withoutPolicyUpdates(),
    });
    const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true });
    ordersKey.grantEncryptDecrypt(new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`, {
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${this.partition}:logs:${this.region}:${this.account}:*` } },
    }));
    const ordersLog = new logs.LogGroup(this, 'OrdersLog', { encryptionKey: ordersKey, retention: logs.RetentionDays.SIX_MONTHS });
    const api = new apigateway.RestApi(this, 'OrdersApi', {
      endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE], vpcEndpoints: [endpoint] },
      policy: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            principals: [new iam.AnyPrincipal()],
            actions: ['execute-api:Invoke'],
            resources: ['execute-api:/*'],
          }),
          // Without the Deny an IAM identity of the account could call through any endpoint: for it, silence is no refusal.
          new iam.PolicyStatement({
            effect: iam.Effect.DENY,
            principals: [new iam.AnyPrincipal()],
            actions: ['execute-api:Invoke'],
            resources: ['execute-api:/*'],
            conditions: { StringNotEquals: { 'aws:SourceVpce': endpoint.vpcEndpointId } },
          }),
        ],
      }),
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'v1',
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        tracingEnabled: true,
        throttlingRateLimit: 50,
        throttlingBurstLimit: 100,
        accessLogDestination: new apigateway.LogGroupLogDestination(ordersLog),
        accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      },
    });
    const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    const collection = api.root.addResource('orders');
    const options = { apiKeyRequired: true, requestValidator, authorizationType: apigateway.AuthorizationType.IAM };
    collection.addMethod('GET', new apigateway.LambdaIntegration(orders), options);
    collection.addMethod('POST', new apigateway.LambdaIntegration(orders), { ...options, requestModels: { 'application/json': this.orderModel(api) } });
    this.acknowledgeAsBefore(api, orders);
    return { endpoint, api };
  }

  private orderModel(api: apigateway.RestApi): apigateway.IModel {
    const { INTEGER, OBJECT, STRING } = apigateway.JsonSchemaType;
    return api.addModel('Order', {
      contentType: 'application/json',
      schema: {
        type: OBJECT,
        required: ['article', 'pieces'],
        additionalProperties: false,
        properties: { article: { type: STRING, pattern: '^[A-Z0-9-]{4,20}$' }, pieces: { type: INTEGER, minimum: 1, maximum: 1000 } },
      },
    });
  }

  /** What the team had acknowledged before it heard of the layers. */
  private acknowledgeAsBefore(api: apigateway.RestApi, orders: lambda.Function): void {
    const acknowledge = (scope: Construct, ids: string[], reason: string) => Validations.of(scope).acknowledge(...ids.map((id) => ({ id, reason })));
    acknowledge(api, ['AwsSolutions-COG4'], 'callers sign their requests with IAM roles of this organization');
    acknowledge(api.deploymentStage, ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].flatMap((pack) => [
      `${pack}-APIGWCacheEnabledAndEncrypted`, `${pack}-APIGWSSLEnabled`,
    ]), 'nothing is cached, and the backend is a function: API Gateway calls it by an AWS API, not by a connection that takes a certificate');
    acknowledge(orders, ['HIPAA.Security-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ'], 'API Gateway waits for the answer');
    acknowledge(orders, ['HIPAA.Security-LambdaInsideVPC', 'NIST.800.53.R5-LambdaInsideVPC', 'PCI.DSS.321-LambdaInsideVPC'],
      'the function talks to no resource of a VPC');
  }
}
