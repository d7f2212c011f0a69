import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  ApiGatewayLogging, ConsumersFile, OpenApiDocument, PrivateApi, RouteApiKey, ServiceEndpoint, UsageTier, WebFirewallRule,
} from 'cdk-private-api';
import type { Construct } from 'constructs';
import { ServiceFunction } from './service-function';

const VPC_RANGE = '10.60.0.0/16';

export interface PaymentsStackProps extends StackProps {
  /** The environment of consumers.yaml. */
  readonly environment: string;
  /** Adds a function that walks the whole way in and prints what API Gateway saw; it needs two more endpoints ($29 a month). */
  readonly probe?: boolean;
}

/** A payments service that only its register of consumers can reach: API, handlers and data. */
export class PaymentsStack extends Stack {
  public readonly api: PrivateApi;

  public constructor(scope: Construct, id: string, props: PaymentsStackProps) {
    super(scope, id, props);

    // One per account and Region: leave it out where a landing zone sets it.
    const accountLogging = new ApiGatewayLogging(this, 'AccountLogging');

    this.api = new PrivateApi(this, 'Payments', {
      accountLogging,
      networkOptions: {
        ipAddresses: ec2.IpAddresses.cidr(VPC_RANGE),
        endpoints: props.probe ? [ServiceEndpoint.COGNITO_IDP, ServiceEndpoint.SECRETS_MANAGER] : [],
      },
      webFirewall: {
        // A payment is a few hundred bytes: what is larger never reaches a handler.
        rules: [WebFirewallRule.route('SmallPayments', 'POST /payments', {
          maxBodyBytes: 4096, response: { statusCode: 413, body: '{"message":"a payment has at most 4 KB"}' },
        })],
      },
      tiers: [UsageTier.of('standard', {
        throttle: { rateLimit: 50, burstLimit: 100 }, quota: { limit: 500_000, period: Period.DAY },
      })],
      outputs: true,
    });

    const { vpc, table, securityGroup, dataKey } = { vpc: this.api.network.vpc!, ...this.data(), dataKey: this.api.dataKey };
    const payments = new ServiceFunction(this, 'PaymentsHandler', {
      handler: 'payments',
      vpc,
      securityGroup,
      dataKey,
      environment: { TABLE_NAME: table.tableName },
      permissions: [
        new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], resources: [table.tableArn] }),
        new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [table.encryptionKey!.keyArn] }),
      ],
    });
    const whoami = new ServiceFunction(this, 'WhoamiHandler', { handler: 'whoami', vpc, securityGroup, dataKey });

    this.api.addRoutes(OpenApiDocument.fromFile(join(__dirname, 'payments.openapi.yaml')), { handler: payments.function });
    this.api.addRoute('GET /whoami', {
      handler: whoami.function,
      scope: 'payments/read',
      apiKey: RouteApiKey.none('it tells a caller only its own address and endpoint, and the probe has no key'),
    });

    this.api.addConsumers(ConsumersFile.fromFile(join(__dirname, 'consumers.yaml'), { environment: props.environment }));

    if (props.probe) {
      this.addProbe(vpc, securityGroup);
    }
  }

  private data(): { table: dynamodb.Table; securityGroup: ec2.SecurityGroup } {
    const encryptionKey = new kms.Key(this, 'DataKey', { enableKeyRotation: true, description: 'Payments at rest' });
    const table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const pack of ['HIPAA.Security', 'NIST.800.53.R5']) {
      Validations.of(table).acknowledge({
        id: `${pack}-DynamoDBInBackupPlan`,
        reason: 'point-in-time recovery covers 35 days; the backup plan of the account selects tables by tag',
      });
    }
    const securityGroup = new ec2.SecurityGroup(this, 'HandlerSecurityGroup', {
      vpc: this.api.network.vpc!, description: 'The handlers: HTTPS to AWS services over endpoints', allowAllOutbound: false,
    });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'the VPC has no way to the internet: these are its endpoints');
    return { table, securityGroup };
  }

  private addProbe(vpc: ec2.IVpc, securityGroup: ec2.ISecurityGroup): void {
    const consumer = this.api.addConsumer('Probe', {
      owner: 'platform-team@example.com', scopes: ['payments/read'], addresses: [VPC_RANGE],
    });
    const probe = new ServiceFunction(this, 'ProbeHandler', {
      handler: 'probe',
      vpc,
      securityGroup,
      dataKey: this.api.dataKey,
      environment: { API_URL: this.api.url, SECRET_ARN: consumer.clientSecretArn! },
      permissions: [
        new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [consumer.clientSecretArn!] }),
        new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [this.api.dataKey.keyArn] }),
      ],
    });
    new CfnOutput(this, 'ProbeFunction', { value: probe.function.functionName, description: 'aws lambda invoke: walks the whole way in' });
  }
}
