import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction } from './handler-function.ts';

export interface AuthoriserFunctionProps {
  /** The table in which refusals are counted. */
  readonly streams: StreamsTable;
  /** The table in which tokens and keys are looked up. */
  readonly tokens: TokensTable;
  /** The deployment's settings. */
  readonly settings: Settings;
}

/**
 * About twice the authoriser's own limit of 1.4 s at a cold start. By then it has answered, and anything that still runs
 * hangs. Lambda does not count the start of a new process.
 */
const TIMEOUT = Duration.seconds(3);

/** Creates the function that answers who may publish and play. */
export function createAuthoriserFunction(
  scope: Construct,
  id: string,
  { streams, tokens, settings }: AuthoriserFunctionProps,
): HandlerFunction {
  const authoriser = new HandlerFunction(scope, id, {
    entry: 'authoriser',
    description: 'Answers Ant Media Server who may publish and play',
    timeout: TIMEOUT,
    memorySize: settings.authoriserMemory,
    environment: {
      STREAMS_TABLE: streams.tableName,
      TOKENS_TABLE: tokens.tableName,
      ALLOW_LIST: settings.allowList,
      HISTORY_DAYS: String(settings.historyDays),
    },
    settings,
  });
  tokens.grantFindCredentials(authoriser);
  tokens.grantNoteKeyUse(authoriser);
  streams.grantCountRefusals(authoriser);
  streams.grantFindStream(authoriser);
  return authoriser;
}
