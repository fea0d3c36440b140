import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface TokensTableProps {
  /** What becomes of the table when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** The hashes of the secrets that URLs carry, apart from the streams: no function may write them. */
export class TokensTable extends TableV2 {
  constructor(scope: Construct, id: string, { removalPolicy }: TokensTableProps) {
    super(scope, id, {
      partitionKey: { name: 'hash', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });
  }

  /** Lets a function find the token that it was shown. It cannot list those there are. */
  grantLookUp(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:GetItem'], resourceArns: [this.tableArn] });
  }
}
