import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type TableSettings, tableOptions } from './table-options.ts';

/** The hashes of the secrets in URLs. A table of their own, because no function may write them. */
export class TokensTable extends TableV2 {
  constructor(scope: Construct, id: string, settings: TableSettings) {
    super(scope, id, {
      ...tableOptions(settings),
      partitionKey: { name: 'hash', type: AttributeType.STRING },
    });
  }

  /** Lets a function look up a token by its secret. It cannot list tokens. */
  grantGetItem(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:GetItem'], resourceArns: [this.tableArn] });
  }
}
