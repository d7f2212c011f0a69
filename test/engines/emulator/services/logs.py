"""CloudWatch Logs: policies of single log groups, where moto knows those of the account only."""
import json

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.responses import LogsResponse


def _policies(response):
    backend = response.logs_backend
    if not hasattr(backend, 'emulator_policies'):
        backend.emulator_policies = {}
    return backend.emulator_policies


def _described(arn, document):
    return {'policyDocument': document, 'policyScope': 'RESOURCE', 'resourceArn': arn, 'revisionId': '1'}


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
