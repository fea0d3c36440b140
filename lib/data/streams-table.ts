import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type TableSettings, tableOptions } from './table-options.ts';

/** Lists streams by status; only their states carry its keys, so it holds what `lambda/table/keys.ts` puts there. */
const STATUS_INDEX = 'byStatus';

const stringAttribute = (name: string) => ({ name, type: AttributeType.STRING });

/** The states of streams and their history. Encrypted with DynamoDB's own key: no other service has to answer before a hook is kept. */
export class StreamsTable extends TableV2 {
  constructor(scope: Construct, id: string, settings: TableSettings) {
    super(scope, id, {
      ...tableOptions(settings),
      partitionKey: stringAttribute('pk'),
      sortKey: stringAttribute('sk'),
      globalSecondaryIndexes: [
        {
          indexName: STATUS_INDEX,
          partitionKey: stringAttribute('statusKey'),
          sortKey: stringAttribute('statusPosition'),
          projectionType: ProjectionType.KEYS_ONLY, // a heartbeat then leaves the index alone
        },
      ],
    });
  }

  /** Lets a function keep events: their rows in the history, and what they change in the states. */
  grantWriteEvents(grantee: IGrantable): void {
    this.#grant(grantee, this.tableArn, ['GetItem', 'PutItem', 'Query', 'UpdateItem']);
  }

  /** Lets a function tell what is kept. */
  grantReadStreams(grantee: IGrantable): void {
    this.#grant(grantee, this.tableArn, ['BatchGetItem', 'GetItem', 'Query']);
    this.#grant(grantee, `${this.tableArn}/index/${STATUS_INDEX}`, ['Query']);
  }

  /** What DynamoDB measures of the index, apart from the table: in all, over 5 minutes. */
  metricStatusIndex(metricName: string): Metric {
    const dimensionsMap = { TableName: this.tableName, GlobalSecondaryIndexName: STATUS_INDEX };
    return this.metric(metricName, { dimensionsMap, statistic: 'Sum' });
  }

  /** The table's own `grant` adds every index. */
  #grant(grantee: IGrantable, arn: string, commands: string[]): void {
    Grant.addToPrincipal({ grantee, actions: commands.map((command) => `dynamodb:${command}`), resourceArns: [arn] });
  }
}
