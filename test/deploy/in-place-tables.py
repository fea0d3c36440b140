"""MiniStack, which updates a table in place as AWS does: of itself it makes a new, empty one of a table that changes."""

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

if __name__ == "__main__":
    from ministack.app import main

    main()
