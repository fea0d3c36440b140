import { TimeLimitError, withTimeout } from '../../lambda/with-timeout.ts';
import type { ApiOptions } from '../by-time/api-options.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { persistentDataDir } from '../connection/local-connection.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { findTarget, parseReceiverUrl, type Target } from '../streams/find-target.ts';
import { ReadApiClient } from '../streams/read-api-client.ts';
import { fetchCounts, fetchErrors, fetchHourOfRefusals, fetchLastHooks } from './api-parts.ts';
import { deployedParts, errorLogOf } from './deployed-parts.ts';
import { localParts, remoteParts } from './local-parts.ts';
import type { PartReaders, StreamErrors } from './status-parts.ts';

/** The time limit for the outputs of a stack, in ms. */
const OUTPUTS_LIMIT_MS = 10_000;

/** The readers of a receiver. */
export interface OpenReaders {
  /** Its name in messages. */
  readonly name: string;
  readonly readers: PartReaders;
  /** Ends their connections. */
  readonly close: () => void;
}

/** Opens the readers of the receiver that the options name. Throws when there is no such stack. */
export async function openReaders(options: ApiOptions, env = process.env): Promise<OpenReaders> {
  let found: Promise<Target> | undefined;
  const find = async () => (await findTarget(options))(); // not yet: without a token some parts fail, and not all
  const target = () => {
    found ??= find();
    return found;
  };
  if (options.stack !== undefined) {
    const outputs = await readOutputsInTime(options.stack);
    const { close, ...others } = deployedParts(outputs);
    const readers = { ...apiParts(target, errorLogOf(outputs)), ...others };
    return { name: `the stack ${options.stack}`, readers, close };
  }
  const url = options.url ?? (env.STREAMS_URL || undefined);
  const [name, others] =
    url === undefined
      ? [`the folder ${persistentDataDir()}`, localParts(target)]
      : [parseReceiverUrl(url), remoteParts()];
  return { name, readers: { ...apiParts(target, null), ...others }, close: () => {} };
}

function readOutputsInTime(stack: string): Promise<StackOutputs> {
  return withTimeout(OUTPUTS_LIMIT_MS, () => requireOutputs(stack)).catch((error) => {
    if (!(error instanceof TimeLimitError)) throw error;
    throw new Error(
      `CloudFormation: received ${error.message} about the stack ${stack}, expected its outputs: check the network connection and AWS_REGION, then run this again.`,
    );
  });
}

function apiParts(
  target: () => Promise<Target>,
  log: StreamErrors['log'],
): Pick<PartReaders, 'counts' | 'hooks' | 'errors' | 'refusals'> {
  const api = new ReadApiClient(target);
  return {
    counts: () => fetchCounts(api),
    hooks: () => fetchLastHooks(api, Date.now()),
    errors: () => fetchErrors(api, log),
    refusals: () => fetchHourOfRefusals(api, Date.now()),
  };
}
