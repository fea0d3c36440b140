import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type TableSettings, tableOptions } from './table-options.ts';

/** The prefix of the partition keys of keys; see `lambda/tokens/stream-key-row.ts`. */
const KEY_PREFIX = 'key#';

/** The attributes of a key's row that its use changes. */
const KEY_USE_ATTRIBUTES = ['lastUsedAt', 'allowed'];

/** The hashes of the secrets in URLs, and of the keys of publishers and players. A table of its own, because no function may write them: only when a key was last used. */
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

  /** Lets a function look up a token and a key by their secrets, in one request. It cannot list them. */
  grantFindCredentials(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:BatchGetItem'], resourceArns: [this.tableArn] });
  }

  /** Lets a function note when a key was used, and how often. It can neither change what a key is for nor touch a token. */
  grantNoteKeyUse(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:UpdateItem'],
      resourceArns: [this.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${KEY_PREFIX}*`] },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['hash', ...KEY_USE_ATTRIBUTES] },
      },
    });
  }
}
