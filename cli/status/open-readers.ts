import { TimeLimitError, withTimeout } from '../../lambda/with-timeout.ts';
import type { ApiOptions } from '../by-time/api-options.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { persistentDataDir } from '../connection/local-connection.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { findTarget, parseReceiverUrl, type Target } from '../streams/find-target.ts';
import { ReadApiClient } from '../streams/read-api-client.ts';
import { resolveToken } from '../tokens/token-option.ts';
import { fetchCounts, fetchErrors, fetchHourOfRefusals, fetchLastHooks } from './api-parts.ts';
import { deployedParts, errorLogOf } from './deployed-parts.ts';
import { localParts, remoteParts } from './local-parts.ts';
import type { PartReaders, StreamErrors } from './status-parts.ts';
import { localSweepInterval, readSweepInterval } from './sweep-interval.ts';

/** The time limit for the outputs of a stack, in ms. */
const OUTPUTS_LIMIT_MS = 10_000;

/** The readers of a receiver. */
export interface OpenReaders {
  /** Its name in messages. */
  readonly name: string;
  /** The name of the token in messages; null for the receiver's own, which is of every app. */
  readonly token: string | null;
  readonly readers: PartReaders;
  /** Ends their connections. */
  readonly close: () => void;
}

/** Opens the readers of the receiver that the options name. Throws when there is no such stack. */
export async function openReaders(options: ApiOptions, env = process.env): Promise<OpenReaders> {
  const { stack, ...others } = options;
  const token = options.token === undefined ? 'STREAMS_TOKEN' : '--token';
  if (stack !== undefined) return { name: `the stack ${stack}`, token, ...(await openStack(stack, others)) };
  const url = options.url ?? (env.STREAMS_URL || undefined);
  const target = findOnce(options);
  const readers = apiParts(target, {
    log: null,
    readSweepMs: async () => (url === undefined ? localSweepInterval(env) : null),
  });
  const close = () => {};
  if (url !== undefined)
    return { name: parseReceiverUrl(url), token, readers: { ...readers, ...remoteParts() }, close };
  const name = `the folder ${persistentDataDir()}`;
  const named = options.token === undefined ? null : token;
  return { name, token: named, readers: { ...readers, ...localParts(target) }, close };
}

/** Opens the readers of a stack, whose outputs are read once. */
async function openStack(
  stack: string,
  options: Omit<ApiOptions, 'stack'>,
): Promise<Pick<OpenReaders, 'readers' | 'close'>> {
  const outputs = await readOutputsInTime(stack);
  const hasToken = resolveToken(options) !== undefined; // without one, the stack's error says how to create it
  const target = async () => (await findTarget(hasToken ? { ...options, url: outputs.url } : { ...options, stack }))();
  const { close, ...others } = deployedParts(outputs);
  const log = errorLogOf(outputs);
  return { readers: { ...apiParts(target, { log, readSweepMs: () => readSweepInterval(outputs) }), ...others }, close };
}

/** Finds the target when it is first asked for: without a token some parts fail, and not all. */
function findOnce(options: ApiOptions): () => Promise<Target> {
  let found: Promise<Target> | undefined;
  const find = async () => (await findTarget(options))();
  return () => {
    found ??= find();
    return found;
  };
}

function readOutputsInTime(stack: string): Promise<StackOutputs> {
  return withTimeout(OUTPUTS_LIMIT_MS, () => requireOutputs(stack)).catch((error) => {
    if (!(error instanceof TimeLimitError)) throw error;
    throw new Error(
      `CloudFormation: received ${error.message} about the stack ${stack}, expected its outputs: check the network connection and AWS_REGION, then run this again.`,
    );
  });
}

interface ApiPartsOptions {
  readonly log: StreamErrors['log'];
  /** Returns the time between two sweeps, in ms; null where it is not known. */
  readonly readSweepMs: () => Promise<number | null>;
}

function apiParts(
  target: () => Promise<Target>,
  { log, readSweepMs }: ApiPartsOptions,
): Pick<PartReaders, 'counts' | 'hooks' | 'errors' | 'refusals'> {
  const api = new ReadApiClient(target);
  return {
    counts: () => fetchCounts(api, readSweepMs),
    hooks: () => fetchLastHooks(api, Date.now()),
    errors: () => fetchErrors(api, log),
    refusals: () => fetchHourOfRefusals(api, Date.now()),
  };
}
