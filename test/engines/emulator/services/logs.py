"""CloudWatch Logs: policies of single log groups, where moto knows those of the account only, and saved queries, which it lacks."""
import json
import uuid

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.responses import LogsResponse


def _policies(response):
    backend = response.logs_backend
    if not hasattr(backend, 'emulator_policies'):
        backend.emulator_policies = {}
    return backend.emulator_policies


def _described(arn, document):
    return {'policyDocument': document, 'policyScope': 'RESOURCE', 'resourceArn': arn, 'revisionId': '1'}


def _queries(response):
    backend = response.logs_backend
    if not hasattr(backend, 'emulator_queries'):
        backend.emulator_queries = {}
    return backend.emulator_queries


def _put_query_definition(self):
    identifier = self._get_param('queryDefinitionId') or str(uuid.uuid4())
    name, groups = self._get_param('name'), self._get_param('logGroupNames') or []
    if self._get_param('queryDefinitionId') and identifier not in _queries(self):
        raise ResourceNotFoundException(msg='The specified query definition does not exist.')
    if any(group not in self.logs_backend.groups for group in groups):
        raise ResourceNotFoundException(msg='The specified log group does not exist.')
    _queries(self)[identifier] = {
        'queryDefinitionId': identifier, 'name': name, 'queryString': self._get_param('queryString'), 'logGroupNames': groups}
    return json.dumps({'queryDefinitionId': identifier})


def _describe_query_definitions(self):
    prefix = self._get_param('queryDefinitionNamePrefix') or ''
    return json.dumps({'queryDefinitions': [query for query in _queries(self).values() if query['name'].startswith(prefix)]})


def _delete_query_definition(self):
    if _queries(self).pop(self._get_param('queryDefinitionId'), None) is None:
        raise ResourceNotFoundException(msg='The specified query definition does not exist.')
    return json.dumps({'success': True})


def install():
    put, describe, delete = LogsResponse.put_resource_policy, LogsResponse.describe_resource_policies, LogsResponse.delete_resource_policy

    def put_resource_policy(self):
        arn, document = self._get_param('resourceArn'), self._get_param('policyDocument')
        if not arn:
            return put(self)
        if arn.split(':log-group:')[-1].removesuffix(':*') not in self.logs_backend.groups:
            raise ResourceNotFoundException(msg='The specified log group does not exist.')
        json.loads(document)
        _policies(self)[arn] = document
        return json.dumps({'resourcePolicy': _described(arn, document), 'revisionId': '1'})

    def describe_resource_policies(self):
        arn = self._get_param('resourceArn')
        if not arn:
            return describe(self)
        return json.dumps({'resourcePolicies': [_described(arn, _policies(self)[arn])] if arn in _policies(self) else []})

    def delete_resource_policy(self):
        arn = self._get_param('resourceArn')
        if not arn:
            return delete(self)
        _policies(self).pop(arn, None)
        return '{}'

    LogsResponse.put_resource_policy, LogsResponse.describe_resource_policies = put_resource_policy, describe_resource_policies
    LogsResponse.delete_resource_policy = delete_resource_policy
    LogsResponse.put_query_definition, LogsResponse.describe_query_definitions = _put_query_definition, _describe_query_definitions
    LogsResponse.delete_query_definition = _delete_query_definition
