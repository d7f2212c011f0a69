"""IAM, KMS and Secrets Manager."""
import json
import random
import string

from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, provides, text


class IamProvider(Provider):
    @property
    def iam(self):
        return self.aws('iam')


@provides('AWS::IAM::Role')
class Role(IamProvider):
    name_length = 64

    def create(self, p):
        name = p.get('RoleName') or self.generated_name()
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=text(p['AssumeRolePolicyDocument']), Path=p.get('Path', '/'), Tags=p.get('Tags', []),
                             **p.only('Description', 'MaxSessionDuration', 'PermissionsBoundary'))
        self._policies(name, p, {})
        return name

    def update(self, physical_id, p, old):
        p.only('RoleName', 'Path')
        self.iam.update_assume_role_policy(RoleName=physical_id, PolicyDocument=text(p['AssumeRolePolicyDocument']))
        self.iam.update_role(RoleName=physical_id, **p.only('Description', 'MaxSessionDuration'))
        if p.get('PermissionsBoundary') != old.get('PermissionsBoundary'):
            if p.get('PermissionsBoundary'):
                self.iam.put_role_permissions_boundary(RoleName=physical_id, PermissionsBoundary=p['PermissionsBoundary'])
            else:
                self.iam.delete_role_permissions_boundary(RoleName=physical_id)
        gone = [name for name in old.tags() if name not in p.tags()]
        self.iam.untag_role(RoleName=physical_id, TagKeys=gone)
        self.iam.tag_role(RoleName=physical_id, Tags=p.get('Tags', []))
        self._policies(physical_id, p, old)

    def _policies(self, name, p, old):
        wanted = {item['PolicyName']: item['PolicyDocument'] for item in p.get('Policies', [])}
        for policy in {item['PolicyName'] for item in old.get('Policies', [])} - {*wanted}:
            self.iam.delete_role_policy(RoleName=name, PolicyName=policy)
        for policy, document in wanted.items():
            self.iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=text(document))
        for arn in {*old.get('ManagedPolicyArns', [])} - {*p.get('ManagedPolicyArns', [])}:
            self.iam.detach_role_policy(RoleName=name, PolicyArn=arn)
        for arn in p.get('ManagedPolicyArns', []):
            self.iam.attach_role_policy(RoleName=name, PolicyArn=arn)

    def delete(self, physical_id, p):
        for policy in self.iam.list_role_policies(RoleName=physical_id)['PolicyNames']:
            self.iam.delete_role_policy(RoleName=physical_id, PolicyName=policy)
        for policy in self.iam.list_attached_role_policies(RoleName=physical_id)['AttachedPolicies']:
            self.iam.detach_role_policy(RoleName=physical_id, PolicyArn=policy['PolicyArn'])
        self.iam.delete_role(RoleName=physical_id)

    def attributes(self, physical_id, p):
        role = self.iam.get_role(RoleName=physical_id)['Role']
        return {'Arn': role['Arn'], 'RoleId': role['RoleId']}


@provides('AWS::IAM::Policy')
class Policy(IamProvider):
    def create(self, p):
        self.update('', p, {'Roles': []})
        return p['PolicyName']

    def update(self, physical_id, p, old):
        if p.get('Users') or p.get('Groups'):
            raise ResourceFailed('the emulator attaches inline policies to roles only')
        for role in {*old.get('Roles', [])} - {*p.get('Roles', [])}:
            self.iam.delete_role_policy(RoleName=role, PolicyName=old['PolicyName'])
        for role in p.get('Roles', []):
            self.iam.put_role_policy(RoleName=role, PolicyName=p['PolicyName'], PolicyDocument=text(p['PolicyDocument']))

    def delete(self, physical_id, p):
        for role in p.get('Roles', []):
            self.iam.delete_role_policy(RoleName=role, PolicyName=p['PolicyName'])


@provides('AWS::IAM::ManagedPolicy')
class ManagedPolicy(IamProvider):
    name_length = 128

    def create(self, p):
        made = self.iam.create_policy(PolicyName=p.get('ManagedPolicyName') or self.generated_name(), Path=p.get('Path', '/'),
                                      PolicyDocument=text(p['PolicyDocument']), Description=p.get('Description', ''))
        for role in p.get('Roles', []):
            self.iam.attach_role_policy(RoleName=role, PolicyArn=made['Policy']['Arn'])
        return made['Policy']['Arn']

    def delete(self, physical_id, p):
        for role in p.get('Roles', []):
            self.iam.detach_role_policy(RoleName=role, PolicyArn=physical_id)
        self.iam.delete_policy(PolicyArn=physical_id)


@provides('AWS::KMS::Key')
class Key(Provider):
    def create(self, p):
        kms = self.aws('kms')
        key = kms.create_key(Description=p.get('Description', ''), Tags=[{'TagKey': k, 'TagValue': v} for k, v in p.tags().items()],
                             KeySpec=p.get('KeySpec', 'SYMMETRIC_DEFAULT'), KeyUsage=p.get('KeyUsage', 'ENCRYPT_DECRYPT'), MultiRegion=p.get('MultiRegion', False),
                             **({'Policy': text(p['KeyPolicy'])} if 'KeyPolicy' in p else {}))['KeyMetadata']['KeyId']
        self._rotation(key, p)
        p.get('PendingWindowInDays')  # used when the key is deleted
        return key

    def _rotation(self, key, p):
        kms = self.aws('kms')
        if p.get('EnableKeyRotation'):
            kms.enable_key_rotation(KeyId=key, **({'RotationPeriodInDays': p['RotationPeriodInDays']} if p.get('RotationPeriodInDays') else {}))
        else:
            kms.disable_key_rotation(KeyId=key)
        (kms.enable_key if p.get('Enabled', True) else kms.disable_key)(KeyId=key)

    def update(self, physical_id, p, old):
        kms = self.aws('kms')
        if 'KeyPolicy' in p:
            kms.put_key_policy(KeyId=physical_id, PolicyName='default', Policy=text(p['KeyPolicy']))
        kms.update_key_description(KeyId=physical_id, Description=p.get('Description', ''))
        gone = [name for name in old.tags() if name not in p.tags()]
        kms.untag_resource(KeyId=physical_id, TagKeys=gone)
        kms.tag_resource(KeyId=physical_id, Tags=[{'TagKey': k, 'TagValue': v} for k, v in p.tags().items()])
        self._rotation(physical_id, p)
        p.only('PendingWindowInDays', 'KeySpec', 'KeyUsage', 'MultiRegion')

    def delete(self, physical_id, p):
        self.aws('kms').schedule_key_deletion(KeyId=physical_id, PendingWindowInDays=p.get('PendingWindowInDays', 30))

    def attributes(self, physical_id, p):
        return {'KeyId': physical_id, 'Arn': f'arn:aws:kms:{self.region}:{self.account}:key/{physical_id}'}


@provides('AWS::KMS::Alias')
class Alias(Provider):
    def create(self, p):
        self.aws('kms').create_alias(AliasName=p['AliasName'], TargetKeyId=p['TargetKeyId'])
        return p['AliasName']

    def update(self, physical_id, p, old):
        self.aws('kms').update_alias(**p.all())

    def delete(self, physical_id, p):
        self.aws('kms').delete_alias(AliasName=physical_id)


@provides('AWS::SecretsManager::Secret')
class Secret(Provider):
    def _value(self, p):
        spec = p.get('GenerateSecretString')
        if spec is None:
            return p.get('SecretString')
        made = ''.join(random.choices(string.ascii_letters + string.digits, k=spec.get('PasswordLength', 32)))
        if not spec.get('GenerateStringKey'):
            return made
        return json.dumps({**json.loads(spec['SecretStringTemplate']), spec['GenerateStringKey']: made})

    def create(self, p):
        value = self._value(p)
        return self.aws('secretsmanager').create_secret(
            Name=p.get('Name') or self.generated_name(), Tags=p.get('Tags', []), **p.only('Description', 'KmsKeyId'),
            **({'SecretString': value} if value is not None else {}))['ARN']

    def update(self, physical_id, p, old):
        changed = {'SecretString': p['SecretString']} if p.get('SecretString') != old.get('SecretString') else {}
        p.only('Name', 'GenerateSecretString')
        self.aws('secretsmanager').update_secret(SecretId=physical_id, **changed, **p.only('Description', 'KmsKeyId'))
        gone = [name for name in old.tags() if name not in p.tags()]
        self.aws('secretsmanager').untag_resource(SecretId=physical_id, TagKeys=gone)
        self.aws('secretsmanager').tag_resource(SecretId=physical_id, Tags=p.get('Tags', []))

    def delete(self, physical_id, p):
        self.aws('secretsmanager').delete_secret(SecretId=physical_id, ForceDeleteWithoutRecovery=True)

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::SecretsManager::ResourcePolicy')
class SecretResourcePolicy(Provider):
    def create(self, p):
        self.update('', p, {})
        return p['SecretId']

    def update(self, physical_id, p, old):
        self.aws('secretsmanager').put_resource_policy(SecretId=p['SecretId'], ResourcePolicy=text(p['ResourcePolicy']))
        p.only('BlockPublicPolicy')

    def delete(self, physical_id, p):
        self.aws('secretsmanager').delete_resource_policy(SecretId=physical_id)
