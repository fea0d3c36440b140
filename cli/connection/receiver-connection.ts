import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StackOutputs } from '../stack/outputs.ts';

/** The names of a receiver's tables. */
export interface TableNames {
  readonly streams: string;
  readonly tokens: string;
  /** Undefined for a stack without announcements, and for one of 0.2.0. */
  readonly notifications: string | undefined;
}

/** A connection to a receiver's tables, deployed or on this machine. */
export interface ReceiverConnection {
  readonly client: DynamoDBClient;
  readonly tables: TableNames;
  /** The receiver's URL, without a slash at the end; undefined when no receiver runs on the folder. */
  readonly url: string | undefined;
  /** Its name in messages, such as `the stack Hooks` or `the folder .local`. */
  readonly name: string;
  /** The folder, on this machine. */
  readonly dataDir?: string;
  /** The outputs of the stack, when it is deployed. */
  readonly outputs?: StackOutputs;
}

/** The location of a receiver's deferred events, which can be used without its tables. */
export type DeferredLocation = Pick<ReceiverConnection, 'name' | 'dataDir' | 'outputs'>;

/** The action for a folder without a database: a mistyped DATA_DIR is refused rather than created. */
export type WhenMissing = 'refuse' | 'create';

/** A connection that its user closes. */
export interface OpenConnection extends ReceiverConnection {
  readonly close: () => Promise<void>;
}
