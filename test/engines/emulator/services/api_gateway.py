"""API Gateway: the import of an OpenAPI document, and properties that moto's model has no field for."""
import json

from moto.apigateway import models
from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend, RestAPI

_METHODS = ('get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method')
_GATEWAY_RESPONSES = 'x-amazon-apigateway-gateway-responses'


def _refuse(message):
    return BadRequestException(f'Errors found during import:\n\t{message}')


class Import:
    """One OpenAPI 3 document, put over an API as `PutRestApi` in overwrite mode does."""

    def __init__(self, backend, api, document):
        self.backend, self.api, self.document = backend, api, document

    def run(self):
        if not str(self.document.get('openapi', '')).startswith('3.0'):
            raise _refuse(f'only OpenAPI 3.0 is understood, received: "{self.document.get("openapi") or self.document.get("swagger")}"')
        self._reset()
        components = self.document.get('components', {})
        for name, schema in components.get('schemas', {}).items():
            if not name.isalnum():
                raise _refuse(f"Unable to create model for '{name}': Model name must be alphanumeric: {name}")
            self.api.add_model(name=name, description=schema.get('description', ''), schema=json.dumps(schema), content_type='application/json')
        self.schemes = {name: self._scheme(name, scheme) for name, scheme in components.get('securitySchemes', {}).items()}
        self.validators = {
            name: self.backend.create_request_validator(
                self.api.id, name, bool(spec.get('validateRequestBody')), bool(spec.get('validateRequestParameters'))).id
            for name, spec in self.document.get('x-amazon-apigateway-request-validators', {}).items()}
        for kind, spec in self.document.get(_GATEWAY_RESPONSES, {}).items():
            self.backend.put_gateway_response(
                rest_api_id=self.api.id, response_type=kind, status_code=spec.get('statusCode'),
                response_parameters=spec.get('responseParameters'), response_templates=spec.get('responseTemplates'))
        if self.document.get('x-amazon-apigateway-policy'):
            self.api.policy = json.dumps(self.document['x-amazon-apigateway-policy'])
        for path, item in self.document.get('paths', {}).items():
            resource = self._resource(path)
            for verb, operation in item.items():
                if verb.lower() in _METHODS:
                    self._method(resource, verb, operation, path)

    def _reset(self):
        self.api.resources.clear()
        self.api.default = self.api.add_child('/')
        self.api.root_resource_id = self.api.default.id
        for kept in (self.api.models, self.api.request_validators, self.api.authorizers, self.api.gateway_responses):
            kept.clear()
        self.api.name = self.document.get('info', {}).get('title', self.api.name)

    def _scheme(self, name, scheme):
        """(authorization type, authorizer id), or None for the scheme that asks for an API key."""
        spec = scheme.get('x-amazon-apigateway-authorizer')
        if spec is None:
            return ('AWS_IAM', None) if scheme.get('x-amazon-apigateway-authtype') == 'awsSigv4' else None
        kind = spec['type'].upper()
        if kind == 'COGNITO_USER_POOLS' and not spec.get('providerARNs'):
            raise _refuse(f'Authorizer {name} has no providerARNs')
        authorizer = self.backend.create_authorizer(
            self.api.id, name, kind, provider_arns=spec.get('providerARNs'), auth_type=scheme.get('x-amazon-apigateway-authtype'),
            authorizer_uri=spec.get('authorizerUri'), authorizer_credentials=spec.get('authorizerCredentials'),
            identity_source=spec.get('identitySource') or f'method.request.header.{scheme.get("name", "Authorization")}',
            authorizer_result_ttl=spec.get('authorizerResultTtlInSeconds', 300))
        authorizer.identity_validation_expression = spec.get('identityValidationExpression')
        return ('COGNITO_USER_POOLS' if kind == 'COGNITO_USER_POOLS' else 'CUSTOM', authorizer.id)

    def _resource(self, path):
        here, found = '', self.api.default
        for part in [part for part in path.split('/') if part]:
            here += '/' + part
            found = self.api.get_resource_for_path(here) or self.backend.create_resource(self.api.id, found.id, part)
        return found

    def _method(self, resource, verb, operation, path):
        kind, authorizer, scopes, key = 'NONE', None, None, False
        for requirement in operation.get('security', []):
            for name, wanted in requirement.items():
                if name not in self.schemes:
                    raise _refuse(f'Security requirement "{name}" of {verb} {path} is not defined')
                if self.schemes[name] is None:
                    key = True
                elif authorizer or kind != 'NONE':
                    raise _refuse(f'{verb} {path} names two authorizers')
                else:
                    kind, authorizer = self.schemes[name]
                    scopes = list(wanted) or None
        http = 'ANY' if verb == 'x-amazon-apigateway-any-method' else verb.upper()
        validator = operation.get('x-amazon-apigateway-request-validator') or self.document.get('x-amazon-apigateway-request-validator')
        if validator is not None and validator not in self.validators:
            raise _refuse(f'Request validator "{validator}" of {verb} {path} is not defined')
        self.backend.put_method(
            self.api.id, resource.id, http, kind, api_key_required=key, authorizer_id=authorizer, authorization_scopes=scopes,
            operation_name=operation.get('operationId'), request_validator_id=self.validators.get(validator),
            request_parameters=self._parameters(operation), request_models=self._models(operation, f'{verb} {path}'))
        for code in operation.get('responses', {}):
            self.backend.put_method_response(self.api.id, resource.id, http, code, None, None)
        self._integration(resource, http, operation, f'{verb} {path}')

    def _parameters(self, operation):
        places = {'path': 'path', 'query': 'querystring', 'header': 'header'}
        return {f'method.request.{places[item["in"]]}.{item["name"]}': bool(item.get('required')) for item in operation.get('parameters', [])} or None

    def _models(self, operation, where):
        content = operation.get('requestBody', {}).get('content', {})
        models_by_type = {}
        for content_type, spec in content.items():
            name = spec.get('schema', {}).get('$ref', '').rpartition('/')[2]
            if name and name not in self.api.models:
                raise _refuse(f'Invalid model identifier specified for {where}: {name}')
            if name:
                models_by_type[content_type] = name
        return models_by_type or None

    def _integration(self, resource, http, operation, where):
        spec = operation.get('x-amazon-apigateway-integration')
        if not spec:
            raise _refuse(f'No integration defined for method: {where}')
        arguments = self.backend._build_integration_args(spec)
        arguments['integration_type'] = spec['type'].upper()
        integration = self.backend.put_integration(
            function_id=self.api.id, resource_id=resource.id, method_type=http,
            **{name: value for name, value in arguments.items() if value is not None or name == 'uri'})
        keep(integration, {name: spec[name] for name in ('connectionId', 'integrationTarget', 'responseTransferMode') if name in spec})
        for arguments in self.backend._build_integration_responses_args(spec):
            self.backend.put_integration_response(function_id=self.api.id, resource_id=resource.id, method_type=http, **arguments)


def keep(item, extra):
    """Remembers what moto's model has no field for, to be told again when the item is read."""
    item.emulator_extra = {**getattr(item, 'emulator_extra', {}), **extra}


def _telling(cls, method):
    original = getattr(cls, method)

    def told(self):
        return {**original(self), **{name: value for name, value in getattr(self, 'emulator_extra', {}).items() if value is not None}}

    setattr(cls, method, told)


def put_rest_api(self, function_id, api_doc, fail_on_warnings=False, mode='merge'):
    api = self.get_rest_api(function_id)
    if mode != 'overwrite':
        raise BadRequestException('the emulator imports in overwrite mode only')
    Import(self, api, api_doc).run()
    return api


def install():
    APIGatewayBackend.put_rest_api = put_rest_api
    _telling(RestAPI, 'to_dict')
    for cls in (models.Integration, models.Stage, models.ApiKey, models.UsagePlan):
        _telling(cls, 'to_json')
