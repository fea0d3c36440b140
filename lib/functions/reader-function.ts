import { Duration } from 'aws-cdk-lib';
import type { ICommandHooks } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction } from './handler-function.ts';

export interface ReaderFunctionProps {
  /** What it tells of. */
  readonly streams: StreamsTable;
  /** Where it looks up the token that it is shown. */
  readonly tokens: TokensTable;
  /** What whoever deploys chose. */
  readonly settings: Settings;
}

/** Its longest answers read a few pages of 1 MB; whoever asks is a person, or a program that can wait as one. */
const TIMEOUT = Duration.seconds(10);

/** The board is a file beside the handler: made for each bundle, in whatever shell this machine has. */
const buildBoard: ICommandHooks = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (inputDir, outputDir) => [`node --import tsx "${inputDir}/board/build.ts" "${outputDir}/board.html"`],
};

/** Tells what is kept, and answers every path that is nobody's. It can write nothing. */
export class ReaderFunction extends HandlerFunction {
  constructor(scope: Construct, id: string, { streams, tokens, settings }: ReaderFunctionProps) {
    super(scope, id, {
      entry: 'reader',
      description: 'Tells the status of streams',
      timeout: TIMEOUT,
      environment: { STREAMS_TABLE: streams.tableName, TOKENS_TABLE: tokens.tableName },
      commandHooks: buildBoard,
      settings,
    });
    streams.grantReadStreams(this);
    tokens.grantGetItem(this);
  }
}
