import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

const stringAttribute = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * What recipients have yet to be told, by recipient. It is neither backed up nor replicated, and always deleted with the
 * stack: what waits is old news after some days.
 */
export class NotificationsTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: stringAttribute('pk'),
      sortKey: stringAttribute('sk'),
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reason = 'A restored outbox would repeat what was told, or tell old news.';
    Validations.of(this).acknowledge({ id: 'AwsSolutions-DDB3', reason });
  }

  /** Lets a function keep the outbox: read, write and delete its rows. */
  grantKeepOutbox(grantee: IGrantable): void {
    const commands = ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'];
    const actions = commands.map((command) => `dynamodb:${command}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.tableArn] });
  }
}
