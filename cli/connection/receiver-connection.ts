import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StackOutputs } from '../stack/outputs.ts';

/** A receiver's tables that are open, wherever they are. */
export interface ReceiverConnection {
  readonly client: DynamoDBClient;
  /** The names of its tables. */
  readonly tables: { readonly streams: string; readonly tokens: string };
  /** Where the receiver answers, without a slash at the end; undefined when that is not known. */
  readonly url: string | undefined;
  /** How a person would call the place. */
  readonly name: string;
  /** The folder, on this machine. */
  readonly dataDir?: string;
  /** What the stack tells of itself, when it is a deployed one. */
  readonly outputs?: StackOutputs;
}

/** Where events wait for a receiver's tables, which need not be open for it. */
export type DeferredLocation = Pick<ReceiverConnection, 'name' | 'dataDir' | 'outputs'>;

/** What becomes of a folder of this machine that holds no tables: a name that was mistyped makes none. */
export type WhenMissing = 'refuse' | 'make';

/** A place, and how to leave it. */
export interface OpenConnection extends ReceiverConnection {
  readonly close: () => Promise<void>;
}
