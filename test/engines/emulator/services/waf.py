"""AWS WAF: what the service refuses and moto takes: malformed and /0 addresses, too many, names in use, sets in use.

UpdateIPSet replaces the description too: moto keeps it when it is left out.
"""
import ipaddress
import json
import re

from moto.core.exceptions import JsonRESTError
from moto.wafv2.models import WAFV2Backend

_LIMIT = 10_000


def _refuse(kind, message):
    error = JsonRESTError(kind, message)
    error.code = 400
    return error


def _check_addresses(addresses, version):
    if len(addresses) > _LIMIT:
        raise _refuse('WAFLimitsExceededException', f'an IP set holds at most {_LIMIT:,} addresses')
    for address in addresses:
        if not _is_block(address, version):
            raise _refuse('WAFInvalidParameterException', 'Error reason: The parameter contains formatting that is not valid., '
                          f'field: IP_ADDRESS, parameter: {address}')


def _is_block(address, version):
    try:
        network = ipaddress.ip_network(address, strict=False)
    except ValueError:
        return False
    return '/' in address and network.prefixlen > 0 and f'IPV{network.version}' == version


def install():
    create, update, delete = WAFV2Backend.create_ip_set, WAFV2Backend.update_ip_set, WAFV2Backend.delete_ip_set

    def create_ip_set(self, name, scope, description, ip_address_version, addresses, tags):
        if not re.fullmatch(r'[\w\-]{1,128}', name):
            raise _refuse('WAFInvalidParameterException', f'field: NAME, parameter: {name}')
        if any(item.name == name and item.scope == scope for item in self.ip_sets.values()):
            raise _refuse('WAFDuplicateItemException', 'AWS WAF could not perform the operation because some resource in your request is a '
                          'duplicate of an existing one.')
        _check_addresses(addresses, ip_address_version)
        return create(self, name, scope, description, ip_address_version, addresses, tags)

    def update_ip_set(self, name, scope, _id, description, addresses, lock_token):
        _check_addresses(addresses, self.get_ip_set(name, scope, _id).ip_address_version)
        return update(self, name, scope, _id, description or '', addresses, lock_token)

    def delete_ip_set(self, name, scope, _id, lock_token):
        arn = self.get_ip_set(name, scope, _id).arn
        if any(arn in json.dumps(acl.rules, default=lambda item: getattr(item, '__dict__', str(item))) for acl in self.wacls.values()):
            raise _refuse('WAFAssociatedItemException', 'AWS WAF could not perform the operation because your resource is being used by '
                          'another resource.')
        return delete(self, name, scope, _id, lock_token)

    WAFV2Backend.create_ip_set, WAFV2Backend.update_ip_set, WAFV2Backend.delete_ip_set = create_ip_set, update_ip_set, delete_ip_set
