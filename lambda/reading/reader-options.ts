import type { LinkTemplates } from './links.ts';
import { identityFromEnv, type ReceiverIdentity } from './receiver-identity.ts';

/** The settings that the reader needs. */
export interface ReaderOptions extends LinkTemplates {
  /** Whether the index lists events, sessions and recordings of all streams by day. */
  readonly byDay: boolean;
  /** What names the receiver to the holder of a token. */
  readonly identity: ReceiverIdentity;
}

/** Reads these settings from the environment, whose variables are unset while an update has deployed only the code. */
export function readerOptionsFromEnv(): ReaderOptions {
  const { BY_DAY, RECORDING_URL = '', PLAY_URL = '' } = process.env;
  return {
    byDay: BY_DAY !== 'false',
    recordingUrl: RECORDING_URL,
    playUrl: PLAY_URL,
    identity: identityFromEnv(process.env),
  };
}
