import * as sdk from '@aws-sdk/client-api-gateway';
import { GetVpcLinkCommand } from '@aws-sdk/client-apigatewayv2';
import type { Clients } from './clients';
import { type Reader, pascal, policy, tagList, told } from './reader';

interface Operation {
  readonly operation: string;
  readonly authorizer?: unknown;
  readonly scopes: string[];
  readonly apiKeyRequired: boolean;
  readonly integration: { readonly type: string; readonly uri?: string };
  readonly models: string[];
  readonly validates: { readonly body: boolean; readonly parameters: boolean };
}

const ANY = 'x-amazon-apigateway-any-method';

/** What an OpenAPI body says about every operation, and what API Gateway must have made of it. */
function operationsOf(body: any): Operation[] {
  const schemes = body.components?.securitySchemes ?? {};
  return Object.entries<any>(body.paths ?? {}).flatMap(([path, item]) => Object.entries<any>(item).map(([verb, spec]) => {
    const security = (spec.security ?? []).flatMap((requirement: object) => Object.entries(requirement)) as [string, string[]][];
    const issuer = security.find(([name]) => schemes[name]?.['x-amazon-apigateway-authorizer']);
    const authorizer = issuer && schemes[issuer[0]]['x-amazon-apigateway-authorizer'];
    const validator = body['x-amazon-apigateway-request-validators']?.[spec['x-amazon-apigateway-request-validator'] ?? body['x-amazon-apigateway-request-validator']];
    return {
      operation: `${verb === ANY ? 'ANY' : verb.toUpperCase()} ${path}`,
      authorizer: authorizer && { type: authorizer.type.toUpperCase(), providers: authorizer.providerARNs ?? [], uri: authorizer.authorizerUri ?? '' },
      scopes: issuer?.[1] ?? [],
      apiKeyRequired: security.some(([name]) => schemes[name] && !schemes[name]['x-amazon-apigateway-authorizer'] && !schemes[name]['x-amazon-apigateway-authtype']),
      integration: {
        type: spec['x-amazon-apigateway-integration'].type.toUpperCase(),
        ...spec['x-amazon-apigateway-integration'].uri && { uri: spec['x-amazon-apigateway-integration'].uri },
      },
      models: Object.values<any>(spec.requestBody?.content ?? {}).flatMap((content) => content.schema?.$ref?.split('/').slice(-1) ?? []),
      validates: { body: Boolean(validator?.validateRequestBody), parameters: Boolean(validator?.validateRequestParameters) },
    };
  }));
}

async function liveOperations({ apiGateway }: Clients, restApiId: string): Promise<Operation[]> {
  const resources = await apiGateway.send(new sdk.GetResourcesCommand({ restApiId, limit: 500, embed: ['methods'] }));
  const authorizers = await apiGateway.send(new sdk.GetAuthorizersCommand({ restApiId }));
  const validators = await apiGateway.send(new sdk.GetRequestValidatorsCommand({ restApiId }));
  return (resources.items ?? []).flatMap((resource) => Object.entries(resource.resourceMethods ?? {}).map(([verb, method]) => {
    const authorizer = authorizers.items?.find(({ id }) => id === method.authorizerId);
    const validator = validators.items?.find(({ id }) => id === method.requestValidatorId);
    return {
      operation: `${verb} ${resource.path}`,
      authorizer: authorizer && { type: authorizer.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : authorizer.type, providers: authorizer.providerARNs ?? [], uri: authorizer.authorizerUri ?? '' },
      scopes: method.authorizationScopes ?? [],
      apiKeyRequired: method.apiKeyRequired ?? false,
      integration: { type: method.methodIntegration?.type ?? 'none', uri: method.methodIntegration?.uri },
      models: Object.values(method.requestModels ?? {}),
      validates: { body: validator?.validateRequestBody ?? false, parameters: validator?.validateRequestParameters ?? false },
    };
  }));
}

const restApi: Reader = {
  async read(clients, restApiId, { Body }) {
    const api = await clients.apiGateway.send(new sdk.GetRestApiCommand({ restApiId }));
    const models = await clients.apiGateway.send(new sdk.GetModelsCommand({ restApiId, limit: 500 }));
    const responses = await clients.apiGateway.send(new sdk.GetGatewayResponsesCommand({ restApiId, limit: 500 }));
    return {
      properties: told({
        ...pascal({
          name: api.name,
          description: api.description,
          disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
          minimumCompressionSize: api.minimumCompressionSize,
        }),
        BinaryMediaTypes: api.binaryMediaTypes,
        EndpointConfiguration: pascal(api.endpointConfiguration),
        ApiKeySourceType: api.apiKeySource,
        SecurityPolicy: api.securityPolicy,
        EndpointAccessMode: api.endpointAccessMode,
        Policy: policy(api.policy),
        Tags: tagList(api.tags),
        ...Body && {
          Body: {
            title: api.name,
            operations: await liveOperations(clients, restApiId),
            models: (models.items ?? []).map(({ name, schema }) => ({ name, schema: JSON.parse(schema!) })),
            responses: (responses.items ?? []).map(({ responseType, statusCode }) => ({ responseType, statusCode })),
          },
        },
      }),
      attributes: { RestApiId: api.id, RootResourceId: api.rootResourceId },
    };
  },
  expected({ Body, ...rest }) {
    return Body === undefined ? rest : {
      ...rest,
      Body: {
        title: rest.Name ?? Body.info.title,
        operations: operationsOf(Body),
        models: Object.entries<any>(Body.components?.schemas ?? {}).map(([name, schema]) => ({ name, schema })),
        responses: Object.entries<any>(Body['x-amazon-apigateway-gateway-responses'] ?? {}).map(([responseType, { statusCode }]) => ({ responseType, ...statusCode && { statusCode: String(statusCode) } })),
      },
    };
  },
};

const stage: Reader = {
  async read({ apiGateway }, stageName, { RestApiId: restApiId }) {
    const found = await apiGateway.send(new sdk.GetStageCommand({ restApiId, stageName }));
    const { methodSettings, accessLogSettings, tags, variables, ...rest } = found;
    return {
      properties: told({
        ...pascal(rest),
        RestApiId: restApiId,
        Variables: variables,
        Tags: tagList(tags),
        AccessLogSetting: pascal(accessLogSettings),
        MethodSettings: Object.entries(methodSettings ?? {}).map(([at, setting]) => {
          const [path, method] = [at.slice(0, at.lastIndexOf('/')), at.slice(at.lastIndexOf('/') + 1)];
          return { ResourcePath: `/${path.replaceAll('~1', '/')}`, HttpMethod: method, ...pascal(setting) };
        }),
      }),
    };
  },
};

const method: Reader = {
  async read({ apiGateway }, _, { RestApiId: restApiId, ResourceId: resourceId, HttpMethod: httpMethod }) {
    const { methodIntegration, requestParameters, requestModels, methodResponses, ...rest } = await apiGateway.send(
      new sdk.GetMethodCommand({ restApiId, resourceId, httpMethod }));
    return {
      properties: told({
        ...pascal(rest),
        RestApiId: restApiId,
        ResourceId: resourceId,
        RequestParameters: requestParameters,
        RequestModels: requestModels,
        MethodResponses: methodResponses && Object.values(methodResponses).map((response) => ({ StatusCode: response.statusCode })),
        Integration: methodIntegration && {
          Type: methodIntegration.type, Uri: methodIntegration.uri, IntegrationHttpMethod: methodIntegration.httpMethod,
        },
      }),
    };
  },
  // The reader looks at what decides where a call goes.
  expected: ({ Integration, MethodResponses, ...rest }) => ({
    ...rest,
    ...Integration && { Integration: { Type: Integration.Type, ...Integration.Uri && { Uri: Integration.Uri }, ...Integration.IntegrationHttpMethod && Integration.Type !== 'MOCK' && { IntegrationHttpMethod: Integration.IntegrationHttpMethod } } },
    ...MethodResponses && { MethodResponses: MethodResponses.map(({ StatusCode }: { StatusCode: string }) => ({ StatusCode })) },
  }),
};

/** API Gateway. */
export const apiGatewayReaders: Record<string, Reader> = {
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Stage': stage,
  'AWS::ApiGateway::Method': method,
  'AWS::ApiGateway::Deployment': {
    async read({ apiGateway }, deploymentId, { RestApiId: restApiId }) {
      const found = await apiGateway.send(new sdk.GetDeploymentCommand({ restApiId, deploymentId }));
      return { properties: { RestApiId: restApiId, Description: found.description }, attributes: { DeploymentId: found.id } };
    },
  },
  'AWS::ApiGateway::Resource': {
    async read({ apiGateway }, resourceId, { RestApiId: restApiId }) {
      const found = await apiGateway.send(new sdk.GetResourceCommand({ restApiId, resourceId }));
      return { properties: { RestApiId: restApiId, ParentId: found.parentId, PathPart: found.pathPart }, attributes: { ResourceId: found.id } };
    },
  },
  'AWS::ApiGateway::Authorizer': {
    async read({ apiGateway }, authorizerId, { RestApiId: restApiId }) {
      const { providerARNs, ...rest } = await apiGateway.send(new sdk.GetAuthorizerCommand({ restApiId, authorizerId }));
      return { properties: told({ ...pascal(rest), RestApiId: restApiId, ProviderARNs: providerARNs }), attributes: { AuthorizerId: rest.id } };
    },
  },
  'AWS::ApiGateway::RequestValidator': {
    async read({ apiGateway }, requestValidatorId, { RestApiId: restApiId }) {
      const found = await apiGateway.send(new sdk.GetRequestValidatorCommand({ restApiId, requestValidatorId }));
      return { properties: { ...pascal(found), RestApiId: restApiId }, attributes: { RequestValidatorId: found.id } };
    },
  },
  'AWS::ApiGateway::Model': {
    async read({ apiGateway }, modelName, { RestApiId: restApiId }) {
      const found = await apiGateway.send(new sdk.GetModelCommand({ restApiId, modelName }));
      return {
        properties: told({
          RestApiId: restApiId, Name: found.name, ContentType: found.contentType, Description: found.description, Schema: JSON.parse(found.schema!),
        }),
      };
    },
  },
  'AWS::ApiGateway::GatewayResponse': {
    async read({ apiGateway }, _, { RestApiId: restApiId, ResponseType: responseType }) {
      const found = await apiGateway.send(new sdk.GetGatewayResponseCommand({ restApiId, responseType }));
      return {
        properties: told({
          RestApiId: restApiId,
          ResponseType: found.responseType,
          StatusCode: found.statusCode,
          ResponseParameters: found.responseParameters,
          ResponseTemplates: found.responseTemplates,
        }),
      };
    },
  },
  'AWS::ApiGateway::Account': {
    async read({ apiGateway }) {
      const found = await apiGateway.send(new sdk.GetAccountCommand({}));
      return { properties: { CloudWatchRoleArn: found.cloudwatchRoleArn } };
    },
  },
  'AWS::ApiGateway::ApiKey': {
    async read({ apiGateway }, apiKey) {
      const { tags, ...rest } = await apiGateway.send(new sdk.GetApiKeyCommand({ apiKey, includeValue: true }));
      return {
        properties: told({
          ...pascal({
            name: rest.name, enabled: rest.enabled, description: rest.description, customerId: rest.customerId, value: rest.value,
          }),
          Tags: tagList(tags),
        }),
        attributes: { APIKeyId: rest.id },
      };
    },
  },
  'AWS::ApiGateway::UsagePlan': {
    async read({ apiGateway }, usagePlanId) {
      const { name, tags, ...rest } = await apiGateway.send(new sdk.GetUsagePlanCommand({ usagePlanId }));
      return { properties: told({ ...pascal(rest), UsagePlanName: name, Tags: tagList(tags) }), attributes: { Id: rest.id } };
    },
  },
  'AWS::ApiGateway::UsagePlanKey': {
    async read({ apiGateway }, _, { UsagePlanId: usagePlanId, KeyId: keyId }) {
      const found = await apiGateway.send(new sdk.GetUsagePlanKeyCommand({ usagePlanId, keyId }));
      return { properties: { UsagePlanId: usagePlanId, KeyId: found.id, KeyType: found.type } };
    },
  },
  'AWS::ApiGatewayV2::VpcLink': {
    async read({ apiGatewayV2 }, vpcLinkId) {
      const found = await apiGatewayV2.send(new GetVpcLinkCommand({ VpcLinkId: vpcLinkId }));
      return {
        properties: told({
          Name: found.Name, SubnetIds: found.SubnetIds, SecurityGroupIds: found.SecurityGroupIds, Tags: found.Tags,
        }),
        attributes: { VpcLinkId: vpcLinkId },
      };
    },
  },
};
