import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ExistingNetwork, PrivateApi, RequestModel } from 'cdk-private-api';

/** The JSON schema that every writing route of the benchmark checks its body against. */
const ORDER = {
  type: 'object',
  required: ['id', 'amount'],
  properties: { id: { type: 'string', maxLength: 64 }, amount: { type: 'integer', minimum: 1 }, note: { type: 'string', maxLength: 140 } },
};

/** Routes in pairs: one reads, one writes. */
function routes(count: number): { readonly method: string; readonly path: string; readonly scope: string }[] {
  return Array.from({ length: count }, (_, at) => ({
    method: at % 2 === 0 ? 'GET' : 'POST',
    path: `/group${Math.floor(at / 20)}/things${Math.floor(at / 2)}/{id}`,
    scope: at % 2 === 0 ? 'bench/read' : 'bench/write',
  }));
}

function handlerOf(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
  });
}

/**
 * The API on CDK's own constructs: a Cognito authorizer, scopes, keys and models, and by choice the isolated VPC and endpoint without which
 * nobody reaches a private API (its default security group closed, as new CDK apps have it); none of the other layers.
 */
export function onRestApi(app: App, count: number, withNetwork: boolean): Stack {
  const stack = new Stack(app, 'RestApi');
  if (withNetwork) {
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      maxAzs: 2, restrictDefaultSecurityGroup: true, subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addInterfaceEndpoint('Endpoint', { service: ec2.InterfaceVpcEndpointAwsService.APIGATEWAY });
  }
  const handler = new apigateway.LambdaIntegration(handlerOf(stack));
  const userPool = new cognito.UserPool(stack, 'Pool');
  const api = new apigateway.RestApi(stack, 'Api', { endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE] } });
  const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [userPool] });
  const model = api.addModel('Order', { schema: ORDER as apigateway.JsonSchema });
  const requestValidator = api.addRequestValidator('Body', { validateRequestBody: true });
  for (const { method, path, scope } of routes(count)) {
    api.root.resourceForPath(path).addMethod(method, handler, {
      authorizer,
      authorizationScopes: [scope],
      apiKeyRequired: true,
      ...(method === 'POST' && { requestModels: { 'application/json': model }, requestValidator }),
    });
  }
  return stack;
}

/** The same API on PrivateApi, with every layer; its network is made with it, or exists. */
export function onPrivateApi(app: App, count: number, withNetwork: boolean, consumers = 1): Stack {
  const stack = new Stack(app, 'PrivateApi', { suppressTemplateIndentation: true });
  const handler = handlerOf(stack);
  const network = withNetwork ? undefined : ExistingNetwork.fromEndpointId(stack, 'Network', { endpointId: 'vpce-0123456789abcdef0', privateDns: true });
  const api = new PrivateApi(stack, 'Api', { network });
  const request = RequestModel.fromJsonSchema('Order', ORDER);
  for (const { method, path, scope } of routes(count)) {
    api.addRoute(`${method} ${path}`, { handler, scope, ...(method === 'POST' && { request }) });
  }
  for (let at = 0; at < consumers; at++) {
    api.addConsumer(`Consumer${at}`, {
      owner: `team${at}@example.com`, scopes: ['bench/read'], addresses: [`10.${at}.0.0/16`],
    });
  }
  return stack;
}
