import { knownOf } from '../../lambda/announcing/known-stream.ts';
import { iso } from '../../lambda/reading/stream-json.ts';
import type { State } from '../../lambda/stream/state.ts';
import type { AppliedStream } from './apply-announcements.ts';

/** Returns what a consumer of announcements knows of a stream, or what its state says, as text to compare. */
export function knownText(known: AppliedStream | State | undefined): string {
  const { isLive, session } = known !== undefined && 'registers' in known ? knownInIso(known) : (known ?? nothing);
  return session === null ? 'nothing' : [isLive, session.startedAt, session.endedAt, session.endReason].join(' ');
}

const nothing = { isLive: false, session: null };

function knownInIso(state: State) {
  const { isLive, session } = knownOf(state);
  return {
    isLive,
    session: session && { ...session, startedAt: iso(session.startedAt), endedAt: iso(session.endedAt) },
  };
}
