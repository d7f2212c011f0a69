"""CloudFormation's API as the CDK CLI and the SDK use it, in place of moto's own."""
import json
import uuid
from datetime import datetime, timezone

import yaml
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudformation.utils import get_stack_from_s3_url, yaml_tag_constructor
from moto.core.responses import ActionResult, EmptyResult

from .errors import ChangeSetNotFound, StackNotFound, invalid
from .provider import client
from .schema import Schema
from .stack import Deployment, Stack, plan, remove
from .template import Template, in_order

_OLD = 'The submitted information didn\'t contain changes. Submit different information to create a change set.'
_schema = None


def schema():
    global _schema
    _schema = _schema or Schema()
    return _schema


class Services:
    """What a template may ask of other services while it is resolved."""

    def __init__(self, store, region):
        self.store, self.region = store, region

    def parameter(self, name):
        return client('ssm', self.region).get_parameter(Name=name, WithDecryption=True)['Parameter']['Value']

    def dynamic(self, service, path):
        if service in ('ssm', 'ssm-secure'):
            return self.parameter(path)
        if service == 'secretsmanager':
            secret, _, rest = path.partition(':SecretString')
            value = client('secretsmanager', self.region).get_secret_value(SecretId=secret)['SecretString']
            key = rest.split(':')[1] if rest.count(':') else ''
            return json.loads(value)[key] if key else value
        raise invalid(f'Dynamic reference {service} is not supported')

    def export(self, name):
        for stack in self.store.stacks():
            for output in stack.outputs:
                if output['ExportName'] == name:
                    return output['OutputValue']
        raise invalid(f'No export named {name} found.')


class Store:
    """The stacks and change sets of one account and Region; kept on moto's backend, so that moto's reset forgets them too."""

    def __init__(self):
        self.by_id, self.change_sets = {}, {}

    def stacks(self):
        return [stack for stack in self.by_id.values() if stack.status != 'DELETE_COMPLETE']

    def find(self, name):
        for stack in self.by_id.values():
            if name == stack.id or (name == stack.name and stack.status != 'DELETE_COMPLETE'):
                return stack
        raise StackNotFound(name)

    def change_set(self, name, stack_name):
        for item in self.change_sets.values():
            if name == item['ChangeSetId'] or (name == item['ChangeSetName'] and stack_name in (item['StackName'], item['StackId'])):
                return item
        raise ChangeSetNotFound(name)


def parse(body):
    try:
        return json.loads(body)
    except ValueError:
        yaml.add_multi_constructor('', yaml_tag_constructor)
        return yaml.load(body, Loader=yaml.Loader)


class Api(CloudFormationResponse):
    """Mixed into moto's response class by `install()`: only the operations, moto keeps the protocol."""

    def _store(self):
        backend = cloudformation_backends[self.current_account][self.region]
        if not hasattr(backend, 'emulator_store'):
            backend.emulator_store = Store()
        return backend.emulator_store

    def _body(self):
        url = self._get_param('TemplateURL')
        return get_stack_from_s3_url(url, account_id=self.current_account, partition=self.partition) if url else self._get_param('TemplateBody')

    def _template(self, store, stack, body):
        before = stack.parameters
        given = {item['ParameterKey']: before.get(item['ParameterKey']) if item.get('UsePreviousValue') else item.get('ParameterValue')
                 for item in self._get_param('Parameters', [])}
        pseudo = {'AWS::Region': stack.region, 'AWS::AccountId': stack.account, 'AWS::StackName': stack.name, 'AWS::StackId': stack.id,
                  'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com', 'AWS::NotificationARNs': []}
        given = {name: value for name, value in given.items() if value is not None}
        return Template(parse(body), given, pseudo, Services(store, stack.region)), given

    def create_change_set(self):
        store, name, kind = self._store(), self._get_param('StackName'), self._get_param('ChangeSetType', 'UPDATE')
        try:
            stack = store.find(name)
            if kind == 'CREATE' and stack.status != 'REVIEW_IN_PROGRESS':
                raise invalid(f'Stack [{name}] already exists and cannot be created again with the changeSet [{self._get_param("ChangeSetName")}].')
        except StackNotFound:
            if kind == 'UPDATE':
                raise
            stack = Stack(f'arn:aws:cloudformation:{self.region}:{self.current_account}:stack/{name}/{uuid.uuid4()}', name, self.region, self.current_account)
            store.by_id[stack.id] = stack
        body = stack.body if self._get_param('UsePreviousTemplate') else self._body()
        template, given = self._template(store, stack, body)
        in_order(template.resources)
        changes, differs = plan(schema(), stack.template, template)
        change_set = {
            'ChangeSetName': self._get_param('ChangeSetName'), 'StackId': stack.id, 'StackName': stack.name, 'Description': self._get_param('Description'),
            'ChangeSetId': f'arn:aws:cloudformation:{self.region}:{self.current_account}:changeSet/{self._get_param("ChangeSetName")}/{uuid.uuid4()}',
            'CreationTime': datetime.now(timezone.utc), 'Status': 'CREATE_COMPLETE', 'ExecutionStatus': 'AVAILABLE',
            'Changes': [{'Type': 'Resource', 'ResourceChange': {
                'Action': action, 'LogicalResourceId': logical_id, 'ResourceType': resource_type, 'Replacement': replacement, 'Scope': [], 'Details': [],
                'PhysicalResourceId': stack.resources[logical_id].physical_id if logical_id in stack.resources else None,
            }} for action, logical_id, resource_type, replacement in changes],
            '_template': template, '_given': given, '_body': body, '_tags': self._get_param('Tags', []), '_role': self._get_param('RoleARN'),
        }
        tags = {tag['Key']: tag['Value'] for tag in change_set['_tags']}
        if stack.template and not differs and tags == stack.tags:
            change_set.update(Status='FAILED', ExecutionStatus='UNAVAILABLE', StatusReason=_OLD)
        store.change_sets[change_set['ChangeSetId']] = change_set
        return ActionResult({'Id': change_set['ChangeSetId'], 'StackId': stack.id})

    def _change_set(self):
        return self._store().change_set(self._get_param('ChangeSetName'), self._get_param('StackName'))

    def describe_change_set(self):
        return ActionResult({key: value for key, value in self._change_set().items() if not key.startswith('_')})

    def list_change_sets(self):
        stack = self._store().find(self._get_param('StackName'))
        return ActionResult({'Summaries': [
            {key: value for key, value in item.items() if not key.startswith('_') and key != 'Changes'}
            for item in self._store().change_sets.values() if item['StackId'] == stack.id]})

    def delete_change_set(self):
        try:
            self._store().change_sets.pop(self._change_set()['ChangeSetId'])
        except ChangeSetNotFound:
            pass
        return EmptyResult()

    def execute_change_set(self):
        store, change_set = self._store(), self._change_set()
        stack = store.find(change_set['StackId'])
        if change_set['ExecutionStatus'] != 'AVAILABLE':
            raise invalid(f'ChangeSet [{change_set["ChangeSetId"]}] cannot be executed in its current status of [{change_set["Status"]}]')
        del store.change_sets[change_set['ChangeSetId']]
        stack.tags = {tag['Key']: tag['Value'] for tag in change_set['_tags']}
        stack.role = change_set['_role']
        # Within the request: the CLI's first look finds the deployment done, and need not wait for its next one.
        Deployment(stack, change_set['_template'], schema()).run()
        if stack.status in ('CREATE_COMPLETE', 'UPDATE_COMPLETE'):
            stack.parameters, stack.body = change_set['_given'], change_set['_body']
        return EmptyResult()

    def delete_stack(self):
        store = self._store()
        try:
            stack = store.find(self._get_param('StackName'))
        except StackNotFound:
            return EmptyResult()
        if stack.protected:
            raise invalid(f'Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled')
        stack.now('DELETE_IN_PROGRESS', 'User Initiated')
        fine = remove(stack, [live for live in stack.resources.values() if not live.retained('DeletionPolicy')])
        stack.now('DELETE_COMPLETE' if fine else 'DELETE_FAILED')
        return EmptyResult()

    def describe_stacks(self):
        name = self._get_param('StackName')
        stacks = [self._store().find(name)] if name else self._store().stacks()
        return ActionResult({'Stacks': [{
            'StackId': stack.id, 'StackName': stack.name, 'StackStatus': stack.status, 'StackStatusReason': stack.reason, 'CreationTime': stack.created,
            'LastUpdatedTime': stack.updated, 'Outputs': stack.outputs, 'Capabilities': ['CAPABILITY_NAMED_IAM'], 'RoleARN': stack.role,
            'EnableTerminationProtection': stack.protected, 'NotificationARNs': [], 'DisableRollback': False,
            'Description': stack.template.document.get('Description') if stack.template else None,
            'Parameters': [{'ParameterKey': key, 'ParameterValue': str(value)} for key, value in self._parameters(stack).items()],
            'Tags': [{'Key': key, 'Value': value} for key, value in stack.tags.items()],
        } for stack in stacks]})

    @staticmethod
    def _parameters(stack):
        declared = stack.template.document.get('Parameters', {}) if stack.template else {}
        return {name: stack.parameters.get(name, spec.get('Default', '')) for name, spec in declared.items()}

    def list_stacks(self):
        wanted = self._get_param('StackStatusFilter', [])
        return ActionResult({'StackSummaries': [
            {'StackId': stack.id, 'StackName': stack.name, 'StackStatus': stack.status, 'CreationTime': stack.created}
            for stack in self._store().by_id.values() if not wanted or stack.status in wanted]})

    def describe_stack_events(self):
        return ActionResult({'StackEvents': self._store().find(self._get_param('StackName')).events[::-1]})

    def describe_events(self):
        return ActionResult({'OperationEvents': []})

    def get_template(self):
        stack = self._store().find(self._get_param('StackName'))
        return ActionResult({'TemplateBody': stack.body or '{}', 'StagesAvailable': ['Original', 'Processed']})

    def get_template_summary(self):
        document = parse(self._body() if not self._get_param('StackName') else self._store().find(self._get_param('StackName')).body)
        return ActionResult({'ResourceTypes': sorted({item['Type'] for item in document.get('Resources', {}).values()}), 'Parameters': [
            {'ParameterKey': key, 'ParameterType': item['Type'], 'DefaultValue': item.get('Default')} for key, item in document.get('Parameters', {}).items()]})

    def _resources(self):
        stack = self._store().find(self._get_param('StackName')) if self._get_param('StackName') else self._owner(self._get_param('PhysicalResourceId'))
        return stack, [{
            'StackId': stack.id, 'StackName': stack.name, 'LogicalResourceId': live.logical_id, 'PhysicalResourceId': live.physical_id,
            'ResourceType': live.type, 'ResourceStatus': 'CREATE_COMPLETE', 'Timestamp': stack.created, 'LastUpdatedTimestamp': stack.created,
        } for live in stack.resources.values()]

    def _owner(self, physical_id):
        for stack in self._store().stacks():
            if any(live.physical_id == physical_id for live in stack.resources.values()):
                return stack
        raise invalid(f'Stack for {physical_id} does not exist')

    def list_stack_resources(self):
        return ActionResult({'StackResourceSummaries': self._resources()[1]})

    def describe_stack_resources(self):
        wanted = self._get_param('LogicalResourceId')
        return ActionResult({'StackResources': [item for item in self._resources()[1] if wanted in (None, item['LogicalResourceId'])]})

    def describe_stack_resource(self):
        stack, found = self._resources()
        for item in found:
            if item['LogicalResourceId'] == self._get_param('LogicalResourceId'):
                metadata = stack.resources[item['LogicalResourceId']].definition.get('Metadata', {})
                return ActionResult({'StackResourceDetail': {**item, 'Metadata': json.dumps(metadata)}})
        raise invalid(f'Resource {self._get_param("LogicalResourceId")} does not exist for stack {stack.name}')

    def update_termination_protection(self):
        stack = self._store().find(self._get_param('StackName'))
        stack.protected = self._get_bool_param('EnableTerminationProtection', False)
        return ActionResult({'StackId': stack.id})

    def list_exports(self):
        return ActionResult({'Exports': [
            {'ExportingStackId': stack.id, 'Name': output['ExportName'], 'Value': output['OutputValue']}
            for stack in self._store().stacks() for output in stack.outputs if output['ExportName']]})

    def _unsupported(self):
        raise invalid('the emulator deploys by change sets only')

    create_stack = update_stack = create_stack_set = _unsupported


def install():
    """Puts these operations into moto's response class."""
    CloudFormationResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER = {}
    for name, member in vars(Api).items():
        if not name.startswith('__'):
            setattr(CloudFormationResponse, name, member)
