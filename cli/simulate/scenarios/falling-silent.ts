import { serverHostOf } from '../ids.ts';
import { sendHeartbeats } from './heartbeats.ts';
import { at, hook, type ScenarioContext, type ScheduledHook, serverHook } from './scenario.ts';

/** A stream whose heartbeats stop, and nothing is sent of it ever again. */
export function silent({ id, random }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Roof', category: 'weather' };
  return [at(0, hook('liveStreamStarted', stream)), ...sendHeartbeats(stream, { from: 0, to: 30 }, random)];
}

/** A stream whose end is never sent: ten minutes after its last heartbeat it starts again, and then ends as it should. */
export function lostEnd({ id, random }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Ferry', category: 'weather' };
  return [
    at(0, hook('liveStreamStarted', stream)),
    ...sendHeartbeats(stream, { from: 0, to: 30 }, random),
    at(630, hook('liveStreamStarted', stream)),
    ...sendHeartbeats(stream, { from: 630, to: 645 }, random),
    at(647.4, hook('liveStreamEnded', stream)),
  ];
}

const cameras = [
  { name: 'Gate', starts: 0, returns: 54.2 },
  { name: 'Ramp', starts: 1.3, returns: 55.7 },
  { name: 'Hall', starts: 2.1 },
  { name: 'Lift', starts: 4.8 },
];
const CRASH = 30;
/** 30 s after the restart. */
const CRASH_REPORT = 80;
const LAST_HEARTBEAT = 75;

/**
 * A server crashes while four streams are live: all fall silent at once, and no end is sent. Two encoders reconnect after the
 * restart, which the server reports under another hook's name; of the other two nothing is sent ever again.
 */
export function serverCrash({ id, random }: ScenarioContext): ScheduledHook[] {
  const ofCameras = cameras.flatMap(({ name, starts, returns }) => {
    const stream = { id: `${id}-${name.toLowerCase()}`, streamName: name, category: 'security' };
    const session = (from: number, to: number) => [
      at(from, hook('liveStreamStarted', stream)),
      ...sendHeartbeats(stream, { from, to }, random),
    ];
    return [...session(starts, CRASH), ...(returns === undefined ? [] : session(returns, LAST_HEARTBEAT))];
  });
  const report = at(CRASH_REPORT, serverHook({ host: serverHostOf(id), appNames: 'LiveApp' }));
  return [...ofCameras, report].sort((a, b) => a.at - b.at);
}
