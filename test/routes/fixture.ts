import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ApiStage, type ApiStageProps } from '../../src/routes/api-stage';
import { PrivateRestApi, type PrivateRestApiProps } from '../../src/routes/private-rest-api';
import { onlyResource } from '../support/stack';

/** A token issuer as routes see it, which remembers the scopes that routes declared. */
export class FakeIssuer {
  public readonly declared: string[] = [];

  public declareScope(scope: string): void {
    this.declared.push(scope);
  }

  public _securityScheme() {
    return { name: 'machines', definition: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools' } };
  }
}

/** A resource policy that admits one endpoint. */
export function newPolicy(endpointId = 'vpce-0123456789abcdef0'): iam.PolicyDocument {
  const common = { principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement(common),
      new iam.PolicyStatement({ ...common, effect: iam.Effect.DENY, conditions: { StringNotEquals: { 'aws:SourceVpce': endpointId } } }),
    ],
  });
}

export function newFunction(scope: Construct, id = 'Handler'): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
}

export interface Fixture {
  readonly app: App;
  readonly stack: Stack;
  readonly issuer: FakeIssuer;
  readonly api: PrivateRestApi;
  readonly handler: lambda.Function;
}

/** An API without routes in a stack of its own. */
export function newApi(props: PrivateRestApiProps = {}, id = 'Test'): Fixture {
  const app = new App();
  const stack = new Stack(app, id);
  const issuer = new FakeIssuer();
  const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy(), issuer: issuer as any, ...props });
  return { app, stack, issuer, api, handler: newFunction(stack) };
}

export function newStage(api: PrivateRestApi, props: Partial<ApiStageProps> = {}, id = 'Live'): ApiStage {
  return new ApiStage(api, id, {
    api,
    accessLogSetting: { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', format: '{"requestId":"$context.requestId"}' },
    ...props,
  });
}

export const apiOf = (stack: Stack) => onlyResource(stack, 'AWS::ApiGateway::RestApi').Properties;
export const bodyOf = (stack: Stack) => apiOf(stack).Body;
