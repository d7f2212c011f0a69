"""API Gateway, REST and the VPC links of its second version."""
import json

from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, camel, provides, text
from moto.apigateway.models import apigateway_backends
from services.api_gateway import keep


class ApiProvider(Provider):
    @property
    def backend(self):
        return apigateway_backends[self.account][self.region]

    @property
    def api(self):
        return self.aws('apigateway')

    def known_api(self, api_id):
        return self.backend.get_rest_api(api_id)


@provides('AWS::ApiGateway::RestApi')
class RestApi(ApiProvider):
    def create(self, p):
        name = p.get('Name') or (p.get('Body') or {}).get('info', {}).get('title')
        if not name:
            raise ResourceFailed('a REST API needs a Name, or a Body with a title')
        api_id = self.api.create_rest_api(name=name)['id']
        self._apply(api_id, p, name)
        return api_id

    def update(self, physical_id, p, old):
        self._apply(physical_id, p, p.get('Name'))

    def _apply(self, api_id, p, name):
        api = self.known_api(api_id)
        api.policy = None
        if p.get('BodyS3Location'):
            raise ResourceFailed('the emulator reads a Body from the template only')
        if p.get('Body'):
            self.api.put_rest_api(restApiId=api_id, mode='overwrite', failOnWarnings=p.get('FailOnWarnings', False), body=json.dumps(p['Body']).encode())
        # The properties of the resource win over the document.
        api.name = name or api.name
        api.description = p.get('Description', (p.get('Body') or {}).get('info', {}).get('description'))
        if p.get('Policy'):
            api.policy = text(p['Policy'])
        endpoint = camel(p.get('EndpointConfiguration', {'Types': ['EDGE']}))
        if 'PRIVATE' in endpoint['types'] and 'ipv4' == endpoint.get('ipAddressType'):
            raise ResourceFailed('Private APIs can only be configured with the dualstack IP address type.')
        api.endpoint_configuration = {'ipAddressType': 'dualstack' if 'PRIVATE' in endpoint['types'] else 'ipv4', **endpoint}
        api.disableExecuteApiEndpoint = p.get('DisableExecuteApiEndpoint', False)
        api.api_key_source = p.get('ApiKeySourceType', 'HEADER')
        api.minimum_compression_size = p.get('MinimumCompressionSize')
        api.binaryMediaTypes = p.get('BinaryMediaTypes', [])
        api.tags = p.tags()
        keep(api, {'securityPolicy': p.get('SecurityPolicy'), 'endpointAccessMode': p.get('EndpointAccessMode')})
        p.get('Mode')  # overwrite or merge: with one document the same

    def delete(self, physical_id, p):
        self.api.delete_rest_api(restApiId=physical_id)

    def attributes(self, physical_id, p):
        return {'RestApiId': physical_id, 'RootResourceId': self.known_api(physical_id).root_resource_id}


@provides('AWS::ApiGateway::Resource')
class Resource(ApiProvider):
    def create(self, p):
        return self.api.create_resource(restApiId=p['RestApiId'], parentId=p['ParentId'], pathPart=p['PathPart'])['id']

    def delete(self, physical_id, p):
        self.api.delete_resource(restApiId=p['RestApiId'], resourceId=physical_id)

    def attributes(self, physical_id, p):
        return {'ResourceId': physical_id}


@provides('AWS::ApiGateway::Method')
class Method(ApiProvider):
    def create(self, p):
        at = {'restApiId': p['RestApiId'], 'resourceId': p['ResourceId'], 'httpMethod': p['HttpMethod']}
        if p.get('AuthorizationType') in ('COGNITO_USER_POOLS', 'CUSTOM') and not p.get('AuthorizerId'):
            raise ResourceFailed('Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.')
        self.api.put_method(**at, **camel(p.only('ApiKeyRequired', 'AuthorizerId', 'OperationName', 'RequestValidatorId', 'AuthorizationScopes')),
                            authorizationType=p.get('AuthorizationType', 'NONE'), requestParameters=p.get('RequestParameters', {}),
                            requestModels=p.get('RequestModels', {}))
        for response in p.get('MethodResponses', []):
            self.api.put_method_response(**at, statusCode=response['StatusCode'], responseModels=response.get('ResponseModels', {}),
                                         responseParameters=response.get('ResponseParameters', {}))
        if p.get('Integration'):
            self._integrate(at, dict(p['Integration']))
        return '|'.join(at.values())

    def _integrate(self, at, spec):
        responses, extra = spec.pop('IntegrationResponses', []), {camel_name: spec.pop(name) for name, camel_name in (
            ('ConnectionId', 'connectionId'), ('IntegrationTarget', 'integrationTarget'), ('ResponseTransferMode', 'responseTransferMode')) if name in spec}
        renamed = {'integrationHttpMethod': spec.pop('IntegrationHttpMethod', None), 'requestTemplates': spec.pop('RequestTemplates', None),
                   'requestParameters': spec.pop('RequestParameters', None)}
        self.api.put_integration(**at, **{name: value for name, value in renamed.items() if value is not None}, **camel(spec))
        keep(self.backend.get_integration(at['restApiId'], at['resourceId'], at['httpMethod']), extra)
        for item in responses:
            self.api.put_integration_response(**at, statusCode=item['StatusCode'], responseTemplates=item.get('ResponseTemplates', {}),
                                              responseParameters=item.get('ResponseParameters', {}), selectionPattern=item.get('SelectionPattern', ''))

    def update(self, physical_id, p, old):
        self.delete(physical_id, old)
        self.create(p)

    def delete(self, physical_id, p):
        self.api.delete_method(restApiId=p['RestApiId'], resourceId=p['ResourceId'], httpMethod=p['HttpMethod'])


@provides('AWS::ApiGateway::Deployment')
class Deployment(ApiProvider):
    def create(self, p):
        if p.get('StageName') or p.get('StageDescription'):
            raise ResourceFailed('the emulator deploys to stages that are resources of their own')
        return self.api.create_deployment(restApiId=p['RestApiId'], description=p.get('Description', ''))['id']

    def update(self, physical_id, p, old):
        self.known_api(p['RestApiId']).get_deployment(physical_id).description = p.get('Description', '')

    def delete(self, physical_id, p):
        in_use = [stage.name for stage in self.known_api(p['RestApiId']).get_stages() if stage.deployment_id == physical_id]
        if in_use:
            raise ResourceFailed('Active stages pointing to this deployment must be moved or deleted')
        self.known_api(p['RestApiId']).deployments.pop(physical_id)

    def attributes(self, physical_id, p):
        return {'DeploymentId': physical_id}


@provides('AWS::ApiGateway::Stage')
class Stage(ApiProvider):
    SETTINGS = {'LoggingLevel': 'logging/loglevel', 'MetricsEnabled': 'metrics/enabled', 'DataTraceEnabled': 'logging/dataTrace',
                'ThrottlingBurstLimit': 'throttling/burstLimit', 'ThrottlingRateLimit': 'throttling/rateLimit', 'CachingEnabled': 'caching/enabled',
                'CacheTtlInSeconds': 'caching/ttlInSeconds', 'CacheDataEncrypted': 'caching/dataEncrypted'}

    def create(self, p):
        self._check(p)
        self.api.create_stage(restApiId=p['RestApiId'], stageName=p['StageName'], deploymentId=p['DeploymentId'])
        self._apply(p)
        return p['StageName']

    def update(self, physical_id, p, old):
        self._check(p)
        self._apply(p)

    def _check(self, p):
        if p['DeploymentId'] not in self.known_api(p['RestApiId']).deployments:
            raise ResourceFailed('Deployment id does not exist')
        logs = p.get('AccessLogSetting') or any(item.get('LoggingLevel') in ('INFO', 'ERROR') for item in p.get('MethodSettings', []))
        if logs and not self.api.get_account().get('cloudwatchRoleArn'):
            raise ResourceFailed('CloudWatch Logs role ARN must be set in account settings to enable logging')
        unknown = {name for item in p.get('MethodSettings', []) for name in item} - {*self.SETTINGS, 'ResourcePath', 'HttpMethod'}
        if unknown:
            raise ResourceFailed(f'the emulator would ignore {", ".join(sorted(unknown))} of a method setting')

    def _apply(self, p):
        api = self.known_api(p['RestApiId'])
        stage = api.stages[p['StageName']]
        stage.deployment_id, stage.description = p['DeploymentId'], p.get('Description', '')
        stage.variables, stage.tags, stage.tracing_enabled = p.get('Variables', {}), p.tags(), p.get('TracingEnabled', False)
        stage.access_log_settings = camel(p['AccessLogSetting']) if 'AccessLogSetting' in p else None
        stage.cache_cluster_enabled, stage.cache_cluster_size = p.get('CacheClusterEnabled', False), p.get('CacheClusterSize')
        keep(stage, camel(p.only('DocumentationVersion', 'ClientCertificateId')))
        stage.method_settings = {}
        for item in p.get('MethodSettings', []):
            at = item.get('ResourcePath', '/*').lstrip('/').replace('/', '~1') + '/' + item.get('HttpMethod', '*')
            stage._patch_method_setting(at, 'metrics/enabled', 'false')  # the settings of a method begin with the defaults
            for name, path in self.SETTINGS.items():
                if name in item:
                    stage._patch_method_setting(at, path, str(item[name]).lower() if isinstance(item[name], bool) else str(item[name]))

    def delete(self, physical_id, p):
        self.api.delete_stage(restApiId=p['RestApiId'], stageName=physical_id)


@provides('AWS::ApiGateway::Authorizer')
class Authorizer(ApiProvider):
    def create(self, p):
        spec = camel(p.all('ProviderARNs'))
        if p.get('ProviderARNs'):
            spec['providerARNs'] = p['ProviderARNs']
        return self.api.create_authorizer(**spec)['id']

    def update(self, physical_id, p, old):
        authorizer = self.backend.get_authorizer(p['RestApiId'], physical_id)
        authorizer.name, authorizer.type, authorizer.provider_arns = p['Name'], p['Type'], p.get('ProviderARNs')
        authorizer.auth_type, authorizer.authorizer_uri = p.get('AuthType'), p.get('AuthorizerUri')
        authorizer.identity_source, authorizer.authorizer_result_ttl = p.get('IdentitySource'), p.get('AuthorizerResultTtlInSeconds', 300)
        authorizer.authorizer_credentials = p.get('AuthorizerCredentials')
        authorizer.identity_validation_expression = p.get('IdentityValidationExpression')

    def delete(self, physical_id, p):
        self.api.delete_authorizer(restApiId=p['RestApiId'], authorizerId=physical_id)

    def attributes(self, physical_id, p):
        return {'AuthorizerId': physical_id}


@provides('AWS::ApiGateway::RequestValidator')
class RequestValidator(ApiProvider):
    def create(self, p):
        return self.api.create_request_validator(**{'name': self.logical_id, **camel(p.all())})['id']

    def delete(self, physical_id, p):
        self.api.delete_request_validator(restApiId=p['RestApiId'], requestValidatorId=physical_id)

    def attributes(self, physical_id, p):
        return {'RequestValidatorId': physical_id}


@provides('AWS::ApiGateway::Model')
class Model(ApiProvider):
    def create(self, p):
        name = p.get('Name') or self.logical_id
        self.api.create_model(restApiId=p['RestApiId'], name=name, contentType=p.get('ContentType', 'application/json'),
                              schema=text(p.get('Schema', {})), description=p.get('Description', ''))
        return name

    def update(self, physical_id, p, old):
        model = self.backend.get_model(p['RestApiId'], physical_id)
        model.schema, model.description = text(p.get('Schema', {})), p.get('Description', '')

    def delete(self, physical_id, p):
        self.api.delete_model(restApiId=p['RestApiId'], modelName=physical_id)


@provides('AWS::ApiGateway::GatewayResponse')
class GatewayResponse(ApiProvider):
    def create(self, p):
        self._put(p)
        return f'{p["RestApiId"]}|{p["ResponseType"]}'

    def _put(self, p):
        self.api.put_gateway_response(restApiId=p['RestApiId'], responseType=p['ResponseType'], statusCode=p.get('StatusCode', ''),
                                      responseParameters=p.get('ResponseParameters', {}), responseTemplates=p.get('ResponseTemplates', {}))

    def update(self, physical_id, p, old):
        self._put(p)

    def delete(self, physical_id, p):
        self.api.delete_gateway_response(restApiId=p['RestApiId'], responseType=p['ResponseType'])


@provides('AWS::ApiGateway::ApiKey')
class ApiKey(ApiProvider):
    def create(self, p):
        name = p.get('Name') or self.generated_name()
        key = self.api.create_api_key(name=name, tags=p.tags(), generateDistinctId=p.get('GenerateDistinctId', False), **camel(
            p.only('Enabled', 'Value', 'Description', 'CustomerId')))
        p.get('StageKeys')
        return key['id']

    def update(self, physical_id, p, old):
        key = self.backend.get_api_key(physical_id)
        key.enabled, key.description, key.customer_id, key.tags = p.get('Enabled', False), p.get('Description'), p.get('CustomerId'), p.tags()
        p.all()

    def delete(self, physical_id, p):
        self.api.delete_api_key(apiKey=physical_id)

    def attributes(self, physical_id, p):
        return {'APIKeyId': physical_id}


@provides('AWS::ApiGateway::UsagePlan')
class UsagePlan(ApiProvider):
    def create(self, p):
        self._check(p)
        spec = camel(p.only('ApiStages', 'Description', 'Quota', 'Throttle'))
        return self.api.create_usage_plan(name=p.get('UsagePlanName') or self.generated_name(), tags=p.tags(), **spec)['id']

    def _check(self, p):
        for stage in p.get('ApiStages', []):
            self.backend.get_stage(stage['ApiId'], stage['Stage'])

    def update(self, physical_id, p, old):
        self._check(p)
        plan = self.backend.get_usage_plan(physical_id)
        plan.name, plan.description, plan.tags = p.get('UsagePlanName') or plan.name, p.get('Description'), p.tags()
        plan.api_stages, plan.quota, plan.throttle = camel(p.get('ApiStages', [])), camel(p.get('Quota', {})), camel(p.get('Throttle', {}))

    def delete(self, physical_id, p):
        self.api.delete_usage_plan(usagePlanId=physical_id)

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::ApiGateway::UsagePlanKey')
class UsagePlanKey(ApiProvider):
    def create(self, p):
        self.api.create_usage_plan_key(**camel(p.all()))
        return f'{p["KeyId"]}:{p["UsagePlanId"]}'

    def delete(self, physical_id, p):
        self.api.delete_usage_plan_key(usagePlanId=p['UsagePlanId'], keyId=p['KeyId'])

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::ApiGateway::Account')
class Account(ApiProvider):
    def create(self, p):
        self.update('', p, {})
        return 'ApiGatewayAccount'

    def update(self, physical_id, p, old):
        self.api.update_account(patchOperations=[{'op': 'replace', 'path': '/cloudwatchRoleArn', 'value': p.get('CloudWatchRoleArn', '')}])

    def delete(self, physical_id, p):
        pass  # the setting of the account stays, as on AWS

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::ApiGatewayV2::VpcLink')
class VpcLink(Provider):
    def create(self, p):
        return self.aws('apigatewayv2').create_vpc_link(
            Name=p['Name'], SubnetIds=p['SubnetIds'], SecurityGroupIds=p.get('SecurityGroupIds', []), Tags=p.tags())['VpcLinkId']

    def delete(self, physical_id, p):
        self.aws('apigatewayv2').delete_vpc_link(VpcLinkId=physical_id)

    def attributes(self, physical_id, p):
        return {'VpcLinkId': physical_id}
