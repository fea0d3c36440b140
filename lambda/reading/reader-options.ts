import type { LinkTemplates } from './links.ts';

/** The settings that the reader needs. */
export interface ReaderOptions extends LinkTemplates {
  /** Whether the index lists events, sessions and recordings of all streams by day. */
  readonly byDay: boolean;
  /** The days for which the history is stored. */
  readonly historyDays: number;
}

/** Reads these settings from the environment, whose variables are unset while an update has deployed only the code. */
export function readerOptionsFromEnv(): ReaderOptions {
  const { BY_DAY, HISTORY_DAYS = '30', RECORDING_URL = '', PLAY_URL = '' } = process.env;
  return {
    byDay: BY_DAY !== 'false',
    historyDays: Number(HISTORY_DAYS), // the shortest default of any release
    recordingUrl: RECORDING_URL,
    playUrl: PLAY_URL,
  };
}
