"""What the emulator can create: one class per CloudFormation type. Importing this package registers them all."""
from . import api_gateway, bootstrap, cognito, compute, custom, data, ec2, events, identity, observability, waf  # noqa: F401
