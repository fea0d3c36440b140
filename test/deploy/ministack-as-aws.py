"""
MiniStack, made to do two things as AWS does them. It updates a table in place: of itself it makes a new, empty one of a
table that changes. And it authorises ssm:GetParametersByPath on the path of the request: of itself on all resources.
"""

import json

from ministack.core import iam_actions
from ministack.services.cloudformation import provisioners

# What it has no table with, and would take for a change of the key
UNKNOWN = (
    "GlobalTableSourceArn",
    "GlobalTableWitnesses",
    "MultiRegionConsistency",
    "ReadOnDemandThroughputSettings",
    "ReadProvisionedThroughputSettings",
    "Replicas",
    "WarmThroughput",
    "WriteOnDemandThroughputSettings",
    "WriteProvisionedThroughputSettings",
)


def update(physical_id, old, new, stack_name, logical_id=None):
    known = {name: value for name, value in new.items() if name not in UNKNOWN}
    return provisioners._ddb_update(physical_id, old, known, stack_name, logical_id)


provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::GlobalTable"].update(update=update, update_with_logical_id=True)

of_itself = iam_actions.extract_resource_arn


def resource_arn(service, method, path, headers, body, params, region, account):
    if service == "ssm" and headers.get("x-amz-target", "").endswith(".GetParametersByPath"):
        return f"arn:aws:ssm:{region}:{account}:parameter/{json.loads(body)['Path'].lstrip('/')}"
    return of_itself(service, method, path, headers, body, params, region, account)


iam_actions.extract_resource_arn = resource_arn

if __name__ == "__main__":
    from ministack.app import main

    main()
