"""Cognito user pools, as token issuers for machines and people."""
from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, provides


class CognitoProvider(Provider):
    @property
    def cognito(self):
        return self.aws('cognito-idp')


@provides('AWS::Cognito::UserPool')
class UserPool(CognitoProvider):
    name_length = 128

    def create(self, p):
        pool = self.cognito.create_user_pool(PoolName=p.get('UserPoolName') or self.generated_name(), **self._spec(p))['UserPool']['Id']
        self._factors(pool, p)
        return pool

    def _factors(self, pool, p):
        factors = p.get('EnabledMfas', [])
        if {*factors} - {'SOFTWARE_TOKEN_MFA'}:
            raise ResourceFailed(f'the emulator knows no second factor but SOFTWARE_TOKEN_MFA, received: {factors}')
        if factors:
            self.cognito.set_user_pool_mfa_config(UserPoolId=pool, SoftwareTokenMfaConfiguration={'Enabled': True},
                                                  MfaConfiguration=p.get('MfaConfiguration', 'OFF'))

    def _spec(self, p):
        return p.all('UserPoolName', 'EnabledMfas', 'WebAuthnRelyingPartyID', 'WebAuthnUserVerification')

    def update(self, physical_id, p, old):
        p.get('UserPoolName')
        self.cognito.update_user_pool(UserPoolId=physical_id, **{k: v for k, v in self._spec(p).items() if k not in (
            'UsernameAttributes', 'Schema', 'AliasAttributes', 'UsernameConfiguration')})
        self._factors(physical_id, p)

    def delete(self, physical_id, p):
        if p.get('DeletionProtection') == 'ACTIVE':
            raise ResourceFailed('The user pool cannot be deleted because deletion protection is activated.')
        self.cognito.delete_user_pool(UserPoolId=physical_id)

    def attributes(self, physical_id, p):
        host = f'cognito-idp.{self.region}.amazonaws.com/{physical_id}'
        return {'UserPoolId': physical_id, 'ProviderName': host, 'ProviderURL': f'https://{host}',
                'Arn': f'arn:aws:cognito-idp:{self.region}:{self.account}:userpool/{physical_id}'}


@provides('AWS::Cognito::UserPoolResourceServer')
class ResourceServer(CognitoProvider):
    def create(self, p):
        self.cognito.create_resource_server(**p.all())
        return p['Identifier']

    def update(self, physical_id, p, old):
        self.cognito.update_resource_server(**{'Scopes': [], **p.all()})

    def delete(self, physical_id, p):
        # moto has no such call; what was made goes with its pool
        from moto.cognitoidp.models import cognitoidp_backends
        cognitoidp_backends[self.account][self.region].describe_user_pool(p['UserPoolId']).resource_servers.pop(physical_id)


@provides('AWS::Cognito::UserPoolClient')
class UserPoolClient(CognitoProvider):
    name_length = 128

    def create(self, p):
        self._check(p)
        made = self.cognito.create_user_pool_client(**{'ClientName': self.generated_name(), **p.all()})
        return made['UserPoolClient']['ClientId']

    def _check(self, p):
        """Scopes must exist, and the flows that give a client its own tokens need a secret."""
        servers = self.cognito.list_resource_servers(UserPoolId=p['UserPoolId'], MaxResults=50)['ResourceServers']
        known = {f'{server["Identifier"]}/{scope["ScopeName"]}' for server in servers for scope in server.get('Scopes', [])}
        known |= {'openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'}
        for scope in p.get('AllowedOAuthScopes', []):
            if scope not in known:
                raise ResourceFailed(f'Invalid request provided: AWS::Cognito::UserPoolClient: Invalid scope requested: {scope}')
        if 'client_credentials' in p.get('AllowedOAuthFlows', []) and not p.get('GenerateSecret'):
            raise ResourceFailed('Invalid request provided: client_credentials flow can not be selected if client does not have a client secret.')

    def update(self, physical_id, p, old):
        self._check(p)
        self.cognito.update_user_pool_client(ClientId=physical_id, **p.all('GenerateSecret'))

    def delete(self, physical_id, p):
        self.cognito.delete_user_pool_client(UserPoolId=p['UserPoolId'], ClientId=physical_id)

    def attributes(self, physical_id, p):
        found = self.cognito.describe_user_pool_client(UserPoolId=p['UserPoolId'], ClientId=physical_id)['UserPoolClient']
        return {'ClientId': physical_id, 'Name': found.get('ClientName', ''), **({'ClientSecret': found['ClientSecret']} if 'ClientSecret' in found else {})}


@provides('AWS::Cognito::UserPoolDomain')
class UserPoolDomain(CognitoProvider):
    def create(self, p):
        self.cognito.create_user_pool_domain(**p.only('Domain', 'UserPoolId', 'CustomDomainConfig'))
        return p['Domain']

    def delete(self, physical_id, p):
        self.cognito.delete_user_pool_domain(Domain=physical_id, UserPoolId=p['UserPoolId'])

    def attributes(self, physical_id, p):
        return {'CloudFrontDistribution': 'd111111abcdef8.cloudfront.net'}
