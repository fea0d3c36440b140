import { serverHostOf } from '../ids.ts';
import { sendHeartbeats } from './heartbeats.ts';
import { at, hook, type ScenarioContext, type ScheduledHook, serverHook } from './scenario.ts';

/** A stream whose heartbeats stop, and nothing is sent of it ever again. */
export function silent({ id, random }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Roof', category: 'weather' };
  return [at(0, hook('liveStreamStarted', stream)), ...sendHeartbeats(stream, { from: 0, to: 60 }, random)];
}

/** A stream whose end is never sent: ten minutes after its last heartbeat it starts again, and then ends as it should. */
export function lostEnd({ id, random }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Ferry', category: 'weather' };
  return [
    at(0, hook('liveStreamStarted', stream)),
    ...sendHeartbeats(stream, { from: 0, to: 60 }, random),
    at(660, hook('liveStreamStarted', stream)),
    ...sendHeartbeats(stream, { from: 660, to: 720 }, random),
    at(722.4, hook('liveStreamEnded', stream)),
  ];
}

const cameras = [
  { name: 'Gate', starts: 0, returns: 84.2 },
  { name: 'Ramp', starts: 1.3, returns: 85.7 },
  { name: 'Hall', starts: 2.1 },
  { name: 'Lift', starts: 4.8 },
];
const CRASH = 60;
/** 30 s after the restart. */
const CRASH_REPORT = 110;
const LAST_HEARTBEAT = 140;

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
