/** The next step of each stream, by its number. */
export type StreamSteps = readonly number[];

/** The hooks of a session, in order. */
const actions = ['liveStreamStarted', 'liveStreamStatus', 'vodReady', 'liveStreamEnded'] as const;

export const STEPS_PER_SESSION = actions.length;

/** The clock of the first step, in ms since the epoch, and the time from step to step. */
const BEGIN = Date.UTC(2026, 10, 20);
const STEP_MS = 1_000;

const clockOf = (step: number): number => BEGIN + step * STEP_MS;

/** Returns the hook of a step of a stream. */
export const hookOf = (stream: number, step: number) => ({
  action: actions[step % STEPS_PER_SESSION],
  id: `cam-${stream}`,
  timestamp: clockOf(step),
  vodId: `vod-${stream}-${step}`,
});

/** Returns what is announced of a session, in a few words. */
export function announcedOf(stream: number, session: number): string[] {
  const first = session * STEPS_PER_SESSION;
  const iso = (step: number) => new Date(clockOf(step)).toISOString();
  return [
    `Stream Started cam-${stream} ${iso(first)}`,
    `Recording Ready cam-${stream} vod-${stream}-${first + 2}`,
    `Stream Ended cam-${stream} ${iso(first)} ${iso(first + 3)}`,
  ];
}
