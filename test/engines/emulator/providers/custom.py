"""Custom resources: the function behind the service token really runs, in a Node of its own, against this server."""
import io
import json
import os
import subprocess
import tempfile
import uuid
import zipfile

from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, provides, server_url
from moto.awslambda.models import lambda_backends

_RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'custom-resource.cjs')


@provides('AWS::CloudFormation::CustomResource')
class CustomResource(Provider):
    def create(self, p):
        answer = self._ask('Create', p)
        self._data = answer.get('Data', {})
        return answer['PhysicalResourceId']

    def update(self, physical_id, p, old):
        answer = self._ask('Update', p, PhysicalResourceId=physical_id, OldResourceProperties=dict(old))
        self._data = answer.get('Data', {})
        if answer['PhysicalResourceId'] != physical_id:
            raise ResourceFailed('the emulator does not replace custom resources')

    def delete(self, physical_id, p):
        self._ask('Delete', p, PhysicalResourceId=physical_id)

    def attributes(self, physical_id, p):
        return self._data

    def _ask(self, kind, p, **more):
        token = p['ServiceToken']
        if ':lambda:' not in token:
            raise ResourceFailed(f'the emulator runs custom resources by functions only, received: {token}')
        function = lambda_backends[self.account][self.region].get_function(token)
        if not function.run_time.startswith('nodejs'):
            raise ResourceFailed(f'the emulator runs Node.js functions only, received: {function.run_time}')
        event = {'RequestType': kind, 'ResourceProperties': p.all(), 'StackId': f'arn:aws:cloudformation:{self.region}:{self.account}:stack/{self.stack_name}/0',
                 'RequestId': str(uuid.uuid4()), 'LogicalResourceId': self.logical_id, 'ResourceType': 'Custom::Emulated', 'ServiceToken': token, **more}
        with tempfile.TemporaryDirectory() as work:
            zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(work)
            return self._run(work, function, event)

    def _run(self, work, function, event):
        environment = {
            'PATH': os.environ['PATH'], 'HOME': work, 'NODE_PATH': os.environ.get('EMULATOR_NODE_PATH', ''), **function.environment_vars,
            'AWS_ENDPOINT_URL': server_url(), 'AWS_REGION': self.region, 'AWS_ACCESS_KEY_ID': 'function', 'AWS_SECRET_ACCESS_KEY': 'function',
            'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': 'true',
        }
        ended = subprocess.run([os.environ['EMULATOR_NODE'], _RUNNER, work, function.handler], input=json.dumps(event), env=environment,
                               capture_output=True, text=True, timeout=60, check=False)
        answer = json.loads(ended.stdout.rpartition('\n===\n')[2] or '{}') if '\n===\n' in ended.stdout else {}
        if answer.get('Status') != 'SUCCESS':
            reason = answer.get('Reason') or ended.stderr[-2000:]
            raise ResourceFailed(f'Received response status [FAILED] from custom resource. Message returned: {reason}')
        return answer
