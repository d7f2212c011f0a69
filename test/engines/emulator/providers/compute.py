"""Lambda functions and who may call them, and load balancers."""
from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, provides


class LambdaProvider(Provider):
    @property
    def functions(self):
        return self.aws('lambda')


@provides('AWS::Lambda::Function')
class Function(LambdaProvider):
    name_length = 64

    def _code(self, code):
        if 'ZipFile' not in code:
            return code
        import io
        import zipfile
        content = io.BytesIO()
        with zipfile.ZipFile(content, 'w') as archive:
            archive.writestr('index.js', code['ZipFile'])
        return {'ZipFile': content.getvalue()}

    def create(self, p):
        name = p.get('FunctionName') or self.generated_name()
        self.functions.create_function(FunctionName=name, Code=self._code(p['Code']), Tags=p.tags(), **p.all(
            'FunctionName', 'Code', 'Tags', 'ReservedConcurrentExecutions', 'RecursiveLoop'))
        if p.get('ReservedConcurrentExecutions') is not None:
            self.functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=p['ReservedConcurrentExecutions'])
        return name

    def update(self, physical_id, p, old):
        p.only('FunctionName')
        if p['Code'] != old['Code']:
            self.functions.update_function_code(FunctionName=physical_id, **self._code(p['Code']))
        self.functions.update_function_configuration(FunctionName=physical_id, **p.all(
            'FunctionName', 'Code', 'Tags', 'ReservedConcurrentExecutions', 'Architectures', 'PackageType'))
        p.only('Architectures', 'PackageType')
        if p.get('ReservedConcurrentExecutions') is not None:
            self.functions.put_function_concurrency(FunctionName=physical_id, ReservedConcurrentExecutions=p['ReservedConcurrentExecutions'])
        elif old.get('ReservedConcurrentExecutions') is not None:
            self.functions.delete_function_concurrency(FunctionName=physical_id)
        arn = self.attributes(physical_id, p)['Arn']
        gone = [name for name in old.tags() if name not in p.tags()]
        if gone:
            self.functions.untag_resource(Resource=arn, TagKeys=gone)
        self.functions.tag_resource(Resource=arn, Tags=p.tags())

    def delete(self, physical_id, p):
        self.functions.delete_function(FunctionName=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:lambda:{self.region}:{self.account}:function:{physical_id}'}


@provides('AWS::Lambda::Permission')
class Permission(LambdaProvider):
    def create(self, p):
        statement = self.generated_name()[-100:]
        function, _, qualifier = _qualified(p['FunctionName'])
        self.functions.add_permission(FunctionName=function, StatementId=statement, **p.all('FunctionName'), **({'Qualifier': qualifier} if qualifier else {}))
        return statement

    def delete(self, physical_id, p):
        function, _, qualifier = _qualified(p['FunctionName'])
        self.functions.remove_permission(FunctionName=function, StatementId=physical_id, **({'Qualifier': qualifier} if qualifier else {}))

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


def _qualified(name):
    """A function's ARN, and the alias or version that it may end with."""
    parts = name.split(':')
    return (':'.join(parts[:7]), ':', parts[7]) if len(parts) == 8 else (name, '', '')


@provides('AWS::Lambda::Version')
class Version(LambdaProvider):
    def create(self, p):
        made = self.functions.publish_version(**p.only('FunctionName', 'Description', 'CodeSha256'))
        return made['FunctionArn']

    def delete(self, physical_id, p):
        self.functions.delete_function(FunctionName=physical_id.rpartition(':')[0], Qualifier=physical_id.rpartition(':')[2])

    def attributes(self, physical_id, p):
        return {'Version': physical_id.rpartition(':')[2], 'FunctionArn': physical_id}


@provides('AWS::Lambda::Alias')
class Alias(LambdaProvider):
    def create(self, p):
        return self.functions.create_alias(**p.only('FunctionName', 'Name', 'FunctionVersion', 'Description'))['AliasArn']

    def update(self, physical_id, p, old):
        self.functions.update_alias(**p.only('FunctionName', 'Name', 'FunctionVersion', 'Description'))

    def delete(self, physical_id, p):
        self.functions.delete_alias(FunctionName=p['FunctionName'], Name=p['Name'])

    def attributes(self, physical_id, p):
        return {'AliasArn': physical_id}


class BalancerProvider(Provider):
    name_length = 32

    @property
    def balancing(self):
        return self.aws('elbv2')


@provides('AWS::ElasticLoadBalancingV2::LoadBalancer')
class LoadBalancer(BalancerProvider):
    def create(self, p):
        arn = self.balancing.create_load_balancer(Name=p.get('Name') or self.generated_name().strip('-'), **{
            'Subnets' if name == 'Subnets' else name: value for name, value in p.all('Name', 'LoadBalancerAttributes').items()})['LoadBalancers'][0]['LoadBalancerArn']
        self._settings(arn, p)
        return arn

    def _settings(self, arn, p):
        if p.get('LoadBalancerAttributes'):
            self.balancing.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=p['LoadBalancerAttributes'])

    def delete(self, physical_id, p):
        if {'Key': 'deletion_protection.enabled', 'Value': 'true'} in p.get('LoadBalancerAttributes', []):
            raise ResourceFailed('Load balancer cannot be deleted because deletion protection is enabled')
        self.balancing.delete_load_balancer(LoadBalancerArn=physical_id)

    def attributes(self, physical_id, p):
        found = self.balancing.describe_load_balancers(LoadBalancerArns=[physical_id])['LoadBalancers'][0]
        return {'LoadBalancerArn': physical_id, 'DNSName': found['DNSName'], 'LoadBalancerName': found['LoadBalancerName'],
                'LoadBalancerFullName': physical_id.partition('loadbalancer/')[2], 'SecurityGroups': found.get('SecurityGroups', [])}


@provides('AWS::ElasticLoadBalancingV2::TargetGroup')
class TargetGroup(BalancerProvider):
    def create(self, p):
        arn = self.balancing.create_target_group(Name=p.get('Name') or self.generated_name().strip('-'), **p.all(
            'Name', 'TargetGroupAttributes', 'Targets'))['TargetGroups'][0]['TargetGroupArn']
        if p.get('TargetGroupAttributes'):
            self.balancing.modify_target_group_attributes(TargetGroupArn=arn, Attributes=p['TargetGroupAttributes'])
        if p.get('Targets'):
            self.balancing.register_targets(TargetGroupArn=arn, Targets=p['Targets'])
        return arn

    def delete(self, physical_id, p):
        self.balancing.delete_target_group(TargetGroupArn=physical_id)

    def attributes(self, physical_id, p):
        return {'TargetGroupArn': physical_id, 'TargetGroupFullName': physical_id.rpartition(':')[2]}


@provides('AWS::ElasticLoadBalancingV2::Listener')
class Listener(BalancerProvider):
    def create(self, p):
        return self.balancing.create_listener(**p.all())['Listeners'][0]['ListenerArn']

    def delete(self, physical_id, p):
        self.balancing.delete_listener(ListenerArn=physical_id)

    def attributes(self, physical_id, p):
        return {'ListenerArn': physical_id}
