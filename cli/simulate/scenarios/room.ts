import { at, hook, type ScenarioContext, type ScheduledHook } from './scenario.ts';

const participants = [
  { name: 'Ada', joins: 0, leaves: 80 },
  { name: 'Bob', joins: 7, leaves: 84.5 },
  { name: 'Cleo', joins: 12.3, leaves: 88 },
];

/** The time from the last leave until the room is idle. */
const IDLE_AFTER_SECONDS = 60;

/** Three people join a room (`id` is its main track), then leave it one after another. */
export function room({ id }: ScenarioContext): ScheduledHook[] {
  const meeting = { streamName: 'Café Zürich', category: 'talk' };
  const inRoom = { mainTrackId: id, roomId: id };
  const tracks = participants.map(({ name, ...times }) => {
    const subscriberId = name.toLowerCase();
    return { ...times, id: `${id}-${subscriberId}`, name, subscriberId };
  });
  const firstTrack = tracks[0]?.id ?? id;
  const joined = tracks.flatMap(({ id: track, name, subscriberId, joins }) => {
    const fields = { id: track, subscriberId, ...inRoom };
    const started = hook('liveStreamStarted', { ...fields, streamName: name });
    return [at(joins + 0.004, started), at(joins + 0.25, hook('subtrackAddedInTheMainTrack', fields))];
  });
  const left = tracks.flatMap(({ id: track, name, subscriberId, leaves }) => {
    const fields = { id: track, subscriberId, ...inRoom };
    const ended = hook('liveStreamEnded', { ...fields, streamName: name });
    return [at(leaves, ended), at(leaves + 0.006, hook('subtrackLeftTheMainTrack', fields))];
  });
  const endsAt = Math.max(...tracks.map(({ leaves }) => leaves)) + 0.01;
  return [
    at(0, hook('firstActiveTrackAddedInMainTrack', { id: firstTrack, ...meeting, ...inRoom })),
    ...joined,
    ...left,
    at(endsAt, hook('noActiveSubtracksLeftInMainTrack', { id, ...meeting })),
    at(endsAt + IDLE_AFTER_SECONDS, hook('idleTimeIsExpired', { id, ...meeting })),
  ];
}
