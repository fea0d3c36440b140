"""
MiniStack, made to do three things as AWS does them. It updates a table in place: of itself it makes a new, empty one of a
table that changes. It authorises ssm:GetParametersByPath on the path of the request: of itself on all resources. And it knows
the partitions and all attributes that a request to DynamoDB names: of itself it lets every condition on partitions pass.
"""

import json
import re

from ministack.core import iam_actions
from ministack.services import dynamodb
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

of_dynamodb = iam_actions.dynamodb_service_context
KEYWORDS = {"SET", "ADD", "REMOVE", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN"}


def keys_of(request):
    """Yields the table and the key of each row that a request names."""
    if "TableName" in request:
        yield request["TableName"], request.get("Key") or request.get("Item") or {}
    for table, rows in request.get("RequestItems", {}).items():
        for row in rows["Keys"] if "Keys" in rows else [next(iter(write.values())) for write in rows]:
            yield table, row.get("Item") or row.get("Key") or row


def attributes_of(request):
    """Yields the attributes of the keys, of an item, and of the expressions of an update."""
    for _, key in keys_of(request):
        yield from key
    names = request.get("ExpressionAttributeNames", {})
    for expression in ("UpdateExpression", "ConditionExpression"):
        for name in re.findall(r"(?<![\w:#])#?[A-Za-z_]\w*(?![\w(])", request.get(expression, "")):
            if name.upper() not in KEYWORDS:
                yield names.get(name, name)


def dynamodb_context(body):
    context, request = of_dynamodb(body), json.loads(body or b"{}")
    hashes = [(dynamodb._tables.get(table, {}).get("pk_name"), key) for table, key in keys_of(request)]
    partitions = [value for name, key in hashes if name in key for value in key[name].values()]
    attributes = {*context.get("dynamodb:Attributes", []), *attributes_of(request)}
    return {
        **context,
        **({"dynamodb:LeadingKeys": partitions} if partitions else {}),
        **({"dynamodb:Attributes": sorted(attributes)} if attributes else {}),
    }


iam_actions.dynamodb_service_context = dynamodb_context

if __name__ == "__main__":
    from ministack.app import main

    main()
