/** Returns the id of a run: its start (ms since the epoch) in base 36. */
export const createRunId = (now: number): string => now.toString(36);

/** Returns the stream id of a copy of a scenario. Further streams of the copy add a suffix. */
export const streamIdOf = (name: string, run: string, copy: number): string => `${name}-${run}-${copy + 1}`;

/** Matches the id of a simulated stream, such as `room-mwwssjny-2-cleo`. */
const SIMULATED_ID =
  /^(?:recording|adaptive|room|reconnect|crash|errors|heartbeats|silent|lost-end|server-crash|live)-([0-9a-z]{8})-\d+(?:-[a-z]+)?$/;

/** No run started before 2024-01-01. */
const MIN_RUN_TIME = Date.UTC(2024, 0, 1);

/** Whether an id has the form of a simulated one, with a plausible start of its run. */
export function isSimulated(id: string, now: number): boolean {
  const run = Number.parseInt(SIMULATED_ID.exec(id)?.[1] ?? '', 36);
  return run >= MIN_RUN_TIME && run <= now;
}

const HOST_SUFFIX = '.ams.example';

/** Returns the host of the media server that crashes. */
export const serverHostOf = (id: string): string => `${id}${HOST_SUFFIX}`;

export const isSimulatedHost = (host: string, now: number): boolean =>
  host.endsWith(HOST_SUFFIX) && isSimulated(host.slice(0, -HOST_SUFFIX.length), now);
