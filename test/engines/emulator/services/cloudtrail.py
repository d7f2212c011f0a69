"""CloudTrail: the CDK CLI asks it why a deployment failed, and waits through retries where moto knows no answer."""
import json

from moto.cloudtrail.responses import CloudTrailResponse


def install():
    CloudTrailResponse.lookup_events = lambda self: json.dumps({'Events': []})
