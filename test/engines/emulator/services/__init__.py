"""What moto's services lack or accept too easily: each module mends one service, and `install()` puts them in place."""
from . import api_gateway, cloudtrail, logs, storage, waf


def install():
    for module in (api_gateway, cloudtrail, logs, storage, waf):
        module.install()
