"""What `cdk bootstrap` makes, and the metadata that every CDK stack carries."""
import re

from cloudformation.provider import Provider, provides, text


@provides('AWS::CDK::Metadata')
class Metadata(Provider):
    def create(self, p):
        p.all()
        return self.generated_name()

    def update(self, physical_id, p, old):
        p.all()

    def delete(self, physical_id, p):
        pass


@provides('AWS::S3::Bucket')
class Bucket(Provider):
    name_length = 63

    def create(self, p):
        name, s3 = p.get('BucketName') or self.generated_name().lower(), self.aws('s3')
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': self.region})
        self.update(name, p, {})
        return name

    def update(self, physical_id, p, old):
        s3 = self.aws('s3')
        p.get('BucketName')
        if p.get('AccessControl'):
            s3.put_bucket_acl(Bucket=physical_id, ACL=re.sub(r'(?<!^)([A-Z])', r'-\1', p['AccessControl']).lower())
        if p.get('BucketEncryption'):
            s3.put_bucket_encryption(Bucket=physical_id, ServerSideEncryptionConfiguration={'Rules': [
                {('ApplyServerSideEncryptionByDefault' if key == 'ServerSideEncryptionByDefault' else key): value for key, value in rule.items()}
                for rule in p['BucketEncryption']['ServerSideEncryptionConfiguration']]})
        if p.get('PublicAccessBlockConfiguration'):
            s3.put_public_access_block(Bucket=physical_id, **p.only('PublicAccessBlockConfiguration'))
        if p.get('OwnershipControls'):
            s3.put_bucket_ownership_controls(Bucket=physical_id, **p.only('OwnershipControls'))
        if p.get('VersioningConfiguration'):
            s3.put_bucket_versioning(Bucket=physical_id, **p.only('VersioningConfiguration'))
        if p.get('LifecycleConfiguration'):
            s3.put_bucket_lifecycle_configuration(Bucket=physical_id, LifecycleConfiguration={'Rules': [
                self._rule(rule) for rule in p['LifecycleConfiguration']['Rules']]})
        if p.get('Tags'):
            s3.put_bucket_tagging(Bucket=physical_id, Tagging={'TagSet': p['Tags']})

    @staticmethod
    def _rule(rule):
        result = {'ID': rule.get('Id', 'rule'), 'Status': rule['Status'], 'Filter': {'Prefix': rule.get('Prefix', '')}}
        if 'NoncurrentVersionExpiration' in rule:
            result['NoncurrentVersionExpiration'] = rule['NoncurrentVersionExpiration']
        if 'AbortIncompleteMultipartUpload' in rule:
            result['AbortIncompleteMultipartUpload'] = rule['AbortIncompleteMultipartUpload']
        if 'ExpirationInDays' in rule:
            result['Expiration'] = {'Days': rule['ExpirationInDays']}
        return result

    def delete(self, physical_id, p):
        self.aws('s3').delete_bucket(Bucket=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:s3:::{physical_id}', 'DomainName': f'{physical_id}.s3.amazonaws.com',
                'RegionalDomainName': f'{physical_id}.s3.{self.region}.amazonaws.com'}


@provides('AWS::S3::BucketPolicy')
class BucketPolicy(Provider):
    def create(self, p):
        self.update('', p, {})
        return p['Bucket']

    def update(self, physical_id, p, old):
        self.aws('s3').put_bucket_policy(Bucket=p['Bucket'], Policy=text(p['PolicyDocument']))

    def delete(self, physical_id, p):
        self.aws('s3').delete_bucket_policy(Bucket=physical_id)


@provides('AWS::ECR::Repository')
class Repository(Provider):
    def create(self, p):
        name, ecr = p.get('RepositoryName') or self.generated_name().lower(), self.aws('ecr')
        ecr.create_repository(repositoryName=name, **{'imageTagMutability': p.get('ImageTagMutability', 'MUTABLE')})
        if p.get('LifecyclePolicy'):
            ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=p['LifecyclePolicy']['LifecyclePolicyText'])
        if p.get('RepositoryPolicyText'):
            ecr.set_repository_policy(repositoryName=name, policyText=text(p['RepositoryPolicyText']))
        return name

    def delete(self, physical_id, p):
        self.aws('ecr').delete_repository(repositoryName=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:ecr:{self.region}:{self.account}:repository/{physical_id}',
                'RepositoryUri': f'{self.account}.dkr.ecr.{self.region}.amazonaws.com/{physical_id}'}


@provides('AWS::SSM::Parameter')
class Parameter(Provider):
    def _put(self, name, p, **more):
        self.aws('ssm').put_parameter(Name=name, Value=p['Value'], Type=p['Type'], Description=p.get('Description', ''), **more)

    def create(self, p):
        name = p.get('Name') or self.generated_name()
        self._put(name, p, Tags=[{'Key': key, 'Value': value} for key, value in p.tags().items()])
        return name

    def update(self, physical_id, p, old):
        p.get('Name')
        self._put(physical_id, p, Overwrite=True)
        gone = [key for key in old.tags() if key not in p.tags()]
        if gone:
            self.aws('ssm').remove_tags_from_resource(ResourceType='Parameter', ResourceId=physical_id, TagKeys=gone)
        if p.tags():
            self.aws('ssm').add_tags_to_resource(
                ResourceType='Parameter', ResourceId=physical_id, Tags=[{'Key': key, 'Value': value} for key, value in p.tags().items()])

    def delete(self, physical_id, p):
        self.aws('ssm').delete_parameter(Name=physical_id)

    def attributes(self, physical_id, p):
        return {'Type': p['Type'], 'Value': p['Value']}
