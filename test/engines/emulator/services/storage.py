"""S3: moto enforces a bucket policy's Deny without its Condition, so `deny unless TLS`, which CDK's bootstrap writes, denies all."""
import json

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket


def install():
    original = FakeBucket.get_permission

    def get_permission(self, *args, **kwargs):
        statements = json.loads(self.policy)['Statement'] if self.policy else []
        if any(statement.get('Condition') for statement in statements):
            return PermissionResult.NEUTRAL
        return original(self, *args, **kwargs)

    FakeBucket.get_permission = get_permission
