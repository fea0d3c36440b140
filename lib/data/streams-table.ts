import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type GrantOnPrincipalOptions, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import { type TableSettings, tableOptions } from './table-options.ts';

/** The index that lists streams by status, and events by day. Only their rows have its keys; see `lambda/table/row-keys.ts`. */
const STATUS_INDEX = 'byStatus';

/** The prefixes of partitions, and the partition with the list of apps; see `lambda/table/row-keys.ts`. */
const REFUSALS_PREFIX = 'refusals#';
const STREAM_PREFIX = 'stream#';
const APPS_PARTITION = 'apps';

const stringAttribute = (name: string) => ({ name, type: AttributeType.STRING });

/** The state and history of streams. Encrypted with DynamoDB's own key, so that storing a hook depends on no other service. */
export class StreamsTable extends TableV2 {
  constructor(scope: Construct, id: string, settings: TableSettings & Pick<Settings, 'announcements'>) {
    super(scope, id, {
      ...tableOptions(settings),
      partitionKey: stringAttribute('pk'),
      sortKey: stringAttribute('sk'),
      ...(settings.announcements && { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
      globalSecondaryIndexes: [
        {
          indexName: STATUS_INDEX,
          partitionKey: stringAttribute('statusKey'),
          sortKey: stringAttribute('statusPosition'),
          projectionType: ProjectionType.KEYS_ONLY, // so that a heartbeat does not write to the index
        },
      ],
    });
  }

  /** Lets a function write events: their history rows, and the states that they change. */
  grantWriteEvents(grantee: IGrantable): void {
    this.#grant(grantee, this.tableArn, ['GetItem', 'PutItem', 'Query', 'UpdateItem']);
  }

  /** Lets a function read streams and their history, and list streams by status and events by day. */
  grantReadStreams(grantee: IGrantable): void {
    this.#grant(grantee, this.tableArn, ['BatchGetItem', 'GetItem', 'Query']);
    this.#grant(grantee, `${this.tableArn}/index/${STATUS_INDEX}`, ['Query']);
  }

  /** Lets a function count refusals, and list the apps that have some. It cannot write any other row. */
  grantCountRefusals(grantee: IGrantable): void {
    this.#grant(grantee, this.tableArn, ['UpdateItem'], inPartitions(`${REFUSALS_PREFIX}*`));
    this.#grant(grantee, this.tableArn, ['PutItem'], inPartitions(APPS_PARTITION));
  }

  /** Lets a function ask whether a stream is known. It can read nothing of it but its key. */
  grantFindStream(grantee: IGrantable): void {
    this.#grant(grantee, this.tableArn, ['GetItem'], {
      ...inPartitions(`${STREAM_PREFIX}*`),
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' }, // a GetItem may come without it
    });
  }

  /** The ARN of the stream of the table's writes. Throws without one: a table has it with announcements or replicas. */
  get changesArn(): string {
    if (this.tableStreamArn !== undefined) return this.tableStreamArn;
    throw new Error(`The table ${this.node.id}: received no stream, expected one. Set dynamoStream.`);
  }

  /** Lets a function follow the writes of the table. It cannot read the table itself. */
  grantReadChanges(grantee: IGrantable): void {
    this.#grant(grantee, this.changesArn, ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']);
  }

  /** Returns a metric of the index, as a sum over 5 minutes. */
  metricStatusIndex(metricName: string): Metric {
    const dimensionsMap = { TableName: this.tableName, GlobalSecondaryIndexName: STATUS_INDEX };
    return this.metric(metricName, { dimensionsMap, statistic: 'Sum' });
  }

  /** Grants commands on one ARN; the table's own `grant` adds every index. */
  #grant(grantee: IGrantable, arn: string, commands: string[], conditions: Conditions = {}): void {
    const actions = commands.map((command) => `dynamodb:${command}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [arn], conditions });
  }
}

type Conditions = NonNullable<GrantOnPrincipalOptions['conditions']>;

/** Returns the condition that each row of a request is in a partition that matches a pattern. */
const inPartitions = (pattern: string): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] },
});
