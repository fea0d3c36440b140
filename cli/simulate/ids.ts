/** What makes the ids of a run unlike those of any other: when it began, in ms since the epoch. */
export const createRunId = (now: number): string => now.toString(36);

/** The id of a copy of a scenario, or of a stream that lives on; others that it brings along have a suffix. */
export const streamIdOf = (name: string, run: string, copy: number): string => `${name}-${run}-${copy + 1}`;

/** Such as `room-mwwssjny-2-cleo`. */
const SIMULATED_ID =
  /^(?:recording|adaptive|room|reconnect|crash|errors|heartbeats|live)-([0-9a-z]{8})-\d+(?:-[a-z]+)?$/;

/** A clock before 2024-01-01 is none: no run began before. */
const MIN_RUN_TIME = Date.UTC(2024, 0, 1);

/** Whether an id is one of a run: of its shape, with a time at which one can have begun. */
export function isSimulated(id: string, now: number): boolean {
  const run = Number.parseInt(SIMULATED_ID.exec(id)?.[1] ?? '', 36);
  return run >= MIN_RUN_TIME && run <= now;
}

const HOST_SUFFIX = '.ams.example';

/** The host of the media server that a crash is told of. */
export const serverHostOf = (id: string): string => `${id}${HOST_SUFFIX}`;

export const isSimulatedHost = (host: string, now: number): boolean =>
  host.endsWith(HOST_SUFFIX) && isSimulated(host.slice(0, -HOST_SUFFIX.length), now);
