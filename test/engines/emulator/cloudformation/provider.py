"""The contract of a resource type: create, update in place, delete, attributes. Whatever is left out fails, never passes."""
import json
import random
import string

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from werkzeug.exceptions import HTTPException
from moto.core.exceptions import ServiceException

from .errors import ResourceFailed

PROVIDERS = {}
_clients = {}
_server = {}


def use_server(url):
    _server['url'] = url


def server_url():
    return _server['url']


def client(service, region):
    """A boto3 client on this very server: boto3's validation and moto's service both see every call."""
    if (service, region) not in _clients:
        _clients[service, region] = boto3.client(
            service, region_name=region, endpoint_url=_server['url'], aws_access_key_id='emulator', aws_secret_access_key='emulator',
            config=Config(retries={'max_attempts': 1}))
    return _clients[service, region]


def provider_of(resource_type):
    """The class for a type, or None."""
    return PROVIDERS.get('AWS::CloudFormation::CustomResource' if resource_type.startswith('Custom::') else resource_type)


def provides(resource_type):
    def register(cls):
        PROVIDERS[resource_type] = cls
        cls.resource_type = resource_type
        return cls
    return register


class Properties(dict):
    """Resolved properties that remember which of them a provider has looked at."""

    def __init__(self, *args):
        super().__init__(*args)
        self.seen = set()

    def __getitem__(self, name):
        self.seen.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.seen.add(name)
        return super().get(name, default)

    def all(self, *without):
        """Every property but these (which the provider handles itself), as a plain dict."""
        self.seen |= set(self) - set(without)
        return {name: value for name, value in dict.items(self) if name not in without}

    def only(self, *names):
        """Those of these properties that are set."""
        self.seen |= set(names)
        return {name: value for name, value in dict.items(self) if name in names}

    def tags(self, name='Tags'):
        value = self.get(name, [])
        return dict(value) if isinstance(value, dict) else {tag['Key']: tag['Value'] for tag in value}

    def unseen(self):
        return sorted(set(self) - self.seen)


class Provider:
    """One resource of one type."""

    resource_type = ''
    #: Longest physical name that CloudFormation may make up.
    name_length = 255
    #: Whether a change of the stack's own tags updates the resource, whose properties stayed the same.
    follows_stack_tags = False

    def __init__(self, logical_id, stack_name, region, account):
        self.logical_id, self.stack_name, self.region, self.account = logical_id, stack_name, region, account

    def aws(self, service):
        return client(service, self.region)

    def generated_name(self):
        suffix = ''.join(random.choices(string.ascii_uppercase + string.digits, k=12))
        return f'{self.stack_name}-{self.logical_id}'[:self.name_length - 13] + '-' + suffix

    def create(self, p):
        """Makes the resource and returns its physical id, which is what Ref gives."""
        raise NotImplementedError

    def update(self, physical_id, p, old):
        raise ResourceFailed(f'the emulator cannot update {self.resource_type} in place')

    def delete(self, physical_id, p):
        raise ResourceFailed(f'the emulator cannot delete {self.resource_type}')

    def attributes(self, physical_id, p):
        """What Fn::GetAtt gives."""
        return {}


def run(action):
    """Runs a provider's step; a service's refusal becomes the failure of the resource."""
    try:
        return action()
    except ClientError as error:
        raise ResourceFailed(f'Resource handler returned message: "{error.response["Error"]["Message"]}"') from error
    except (BotoCoreError, HTTPException, ServiceException) as error:
        raise ResourceFailed(f'Resource handler returned message: "{getattr(error, "message", error)}"') from error


def ensure_all_used(resource_type, p):
    """A property that nothing has looked at would be ignored in silence."""
    if p.unseen():
        raise ResourceFailed(f'the emulator would ignore {", ".join(p.unseen())} of {resource_type}')


def camel(value):
    """Property names as the older JSON APIs spell them: first letter small, at every depth."""
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: camel(item) for key, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def text(document):
    """A policy or schema as JSON text, whichever way the template gave it."""
    return document if isinstance(document, str) else json.dumps(document)
