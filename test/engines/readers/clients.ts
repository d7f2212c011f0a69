import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Moto } from '../support/moto';

/** One client per service. */
export class Clients {
  public readonly apiGateway: APIGatewayClient;
  public readonly apiGatewayV2: ApiGatewayV2Client;
  public readonly cloudWatch: CloudWatchClient;
  public readonly cognito: CognitoIdentityProviderClient;
  public readonly dynamoDb: DynamoDBClient;
  public readonly ec2: EC2Client;
  public readonly iam: IAMClient;
  public readonly kms: KMSClient;
  public readonly lambda: LambdaClient;
  public readonly logs: CloudWatchLogsClient;
  public readonly secrets: SecretsManagerClient;
  public readonly sns: SNSClient;
  public readonly waf: WAFV2Client;

  public constructor({ client }: Moto) {
    this.apiGateway = new APIGatewayClient(client);
    this.apiGatewayV2 = new ApiGatewayV2Client(client);
    this.cloudWatch = new CloudWatchClient(client);
    this.cognito = new CognitoIdentityProviderClient(client);
    this.dynamoDb = new DynamoDBClient(client);
    this.ec2 = new EC2Client(client);
    this.iam = new IAMClient(client);
    this.kms = new KMSClient(client);
    this.lambda = new LambdaClient(client);
    this.logs = new CloudWatchLogsClient(client);
    this.secrets = new SecretsManagerClient(client);
    this.sns = new SNSClient(client);
    this.waf = new WAFV2Client(client);
  }
}
