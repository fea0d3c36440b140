import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import { dashboardNameOf } from '../monitoring/dashboard-name.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction } from './handler-function.ts';

export interface ReaderFunctionProps {
  /** The table that is read. */
  readonly streams: StreamsTable;
  /** The table in which the requests' tokens are looked up. */
  readonly tokens: TokensTable;
  /** The deployment's settings. */
  readonly settings: Settings;
}

/** The longest answers read a few pages of 1 MB; the client is a person, or a program that can wait as long. */
const TIMEOUT = Duration.seconds(10);

const boardBuild = fileURLToPath(new URL('../../board/build.ts', import.meta.url));

const description = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));

/** Builds the board into a file beside the handler, and copies the description of the read API there. */
function addFiles(folder: string): void {
  copyFileSync(description, join(folder, 'openapi.json'));
  const args = ['--import', import.meta.resolve('tsx'), boardBuild, join(folder, 'board.html')];
  execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Creates the function that serves the read API and the board, and answers every unknown path. It can write nothing. */
export function createReaderFunction(
  scope: Construct,
  id: string,
  { streams, tokens, settings }: ReaderFunctionProps,
): HandlerFunction {
  const reader = new HandlerFunction(scope, id, {
    entry: 'reader',
    description: 'Serves the read API and the status board',
    timeout: TIMEOUT,
    environment: {
      STREAMS_TABLE: streams.tableName,
      TOKENS_TABLE: tokens.tableName,
      BY_DAY: String(settings.byDay),
      RECORDING_URL: settings.recordingUrl,
      PLAY_URL: settings.playUrl,
      STACK_NAME: settings.stackName,
      DASHBOARD_NAME: dashboardNameOf(scope),
    },
    addFiles,
    settings,
  });
  streams.grantReadStreams(reader);
  tokens.grantGetItem(reader);
  return reader;
}
