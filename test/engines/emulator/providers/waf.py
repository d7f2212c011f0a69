"""AWS WAF."""
from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, provides


def as_api(value, inside=''):
    """CloudFormation writes Arn where the API writes ARN, in the statements that refer to something."""
    if isinstance(value, dict):
        return {('ARN' if key == 'Arn' and inside.endswith('ReferenceStatement') else key): as_api(item, key) for key, item in value.items()}
    return [as_api(item, inside) for item in value] if isinstance(value, list) else value


class WafProvider(Provider):
    """Ref is name|id|scope; every change needs the lock token of the last read."""
    name_length = 128
    kind = ''

    @property
    def waf(self):
        return self.aws('wafv2')

    def key(self, physical_id):
        name, identifier, scope = physical_id.split('|')
        return {'Name': name, 'Id': identifier, 'Scope': scope}

    def locked(self, physical_id):
        return {**self.key(physical_id), 'LockToken': getattr(self.waf, f'get_{self.kind}')(**self.key(physical_id))['LockToken']}

    def found(self, physical_id):
        response = getattr(self.waf, f'get_{self.kind}')(**self.key(physical_id))
        return next(value for name, value in response.items() if isinstance(value, dict) and 'ARN' in value)

    def made(self, p, spec):
        summary = getattr(self.waf, f'create_{self.kind}')(**{'Name': self.generated_name(), **spec})['Summary']
        return f'{summary["Name"]}|{summary["Id"]}|{p["Scope"]}'

    def delete(self, physical_id, p):
        getattr(self.waf, f'delete_{self.kind}')(**self.locked(physical_id))

    def attributes(self, physical_id, p):
        return {'Arn': self.found(physical_id)['ARN'], 'Id': self.key(physical_id)['Id']}

    def retag(self, physical_id, p, old):
        arn = self.found(physical_id)['ARN']
        gone = [name for name in old.tags() if name not in p.tags()]
        if gone:
            self.waf.untag_resource(ResourceARN=arn, TagKeys=gone)
        if p.tags() and p.tags() != old.tags():
            self.waf.tag_resource(ResourceARN=arn, Tags=p['Tags'])


@provides('AWS::WAFv2::IPSet')
class IpSet(WafProvider):
    kind = 'ip_set'
    #: A change of the stack's tags alone updates it (seen on WAF's resources), and an update sends the template's addresses.
    follows_stack_tags = True

    def create(self, p):
        return self.made(p, p.all())

    def update(self, physical_id, p, old):
        self.waf.update_ip_set(**self.locked(physical_id), **p.all('Name', 'Scope', 'Tags', 'IPAddressVersion'))
        p.only('Name', 'Scope', 'IPAddressVersion')
        self.retag(physical_id, p, old)


@provides('AWS::WAFv2::RegexPatternSet')
class RegexPatternSet(WafProvider):
    kind = 'regex_pattern_set'

    def _list(self, p):
        return [{'RegexString': text} for text in p['RegularExpressionList']]

    def create(self, p):
        return self.made(p, {**p.all(), 'RegularExpressionList': self._list(p)})

    def update(self, physical_id, p, old):
        self.waf.update_regex_pattern_set(**self.locked(physical_id), RegularExpressionList=self._list(p), **p.only('Description'))
        p.only('Name', 'Scope')
        self.retag(physical_id, p, old)


@provides('AWS::WAFv2::WebACL')
class WebAcl(WafProvider):
    kind = 'web_acl'

    def _check(self, p):
        names = [rule['Name'] for rule in p.get('Rules', [])]
        priorities = [rule['Priority'] for rule in p.get('Rules', [])]
        if len({*names}) < len(names) or len({*priorities}) < len(priorities):
            raise ResourceFailed('WAFInvalidParameterException: two rules share a name or a priority')
        for arn in _arns(p.get('Rules', []), 'IPSetReferenceStatement'):
            if not any(item['ARN'] == arn for item in self.waf.list_ip_sets(Scope=p['Scope'])['IPSets']):
                raise ResourceFailed(f'WAFNonexistentItemException: {arn}')

    def create(self, p):
        self._check(p)
        return self.made(p, as_api(p.all()))

    def update(self, physical_id, p, old):
        self._check(p)
        self.waf.update_web_acl(**self.locked(physical_id), **as_api(p.all('Name', 'Scope', 'Tags')))
        p.only('Name', 'Scope')
        self.retag(physical_id, p, old)

    def attributes(self, physical_id, p):
        return {**super().attributes(physical_id, p), 'Capacity': self.found(physical_id).get('Capacity', 0),
                'LabelNamespace': f'awswaf:{self.account}:webacl:{self.key(physical_id)["Name"]}:'}


def _arns(value, statement):
    if isinstance(value, dict):
        for key, item in value.items():
            if key == statement:
                yield item['Arn']
            else:
                yield from _arns(item, statement)
    elif isinstance(value, list):
        for item in value:
            yield from _arns(item, statement)


@provides('AWS::WAFv2::WebACLAssociation')
class WebAclAssociation(Provider):
    def create(self, p):
        self.aws('wafv2').associate_web_acl(WebACLArn=p['WebACLArn'], ResourceArn=p['ResourceArn'])
        return f'{p["WebACLArn"]}|{p["ResourceArn"]}'

    def delete(self, physical_id, p):
        self.aws('wafv2').disassociate_web_acl(ResourceArn=p['ResourceArn'])


@provides('AWS::WAFv2::LoggingConfiguration')
class LoggingConfiguration(Provider):
    def create(self, p):
        for destination in p['LogDestinationConfigs']:
            name = destination.split(':')[6] if ':logs:' in destination else destination.split(':')[-1].split('/')[-1]
            if not name.startswith('aws-waf-logs-'):
                raise ResourceFailed(f'WAFInvalidParameterException: Error reason: The ARN isn\'t valid. A valid ARN begins with arn: and includes '
                                     f'other information separated by colons or slashes., field: LOG_DESTINATION, parameter: {destination}')
        self.update('', p, {})
        return p['ResourceArn']

    def update(self, physical_id, p, old):
        self.aws('wafv2').put_logging_configuration(LoggingConfiguration=p.all())

    def delete(self, physical_id, p):
        self.aws('wafv2').delete_logging_configuration(ResourceArn=physical_id)

    def attributes(self, physical_id, p):
        return {'ManagedByFirewallManager': False}
