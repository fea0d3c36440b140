/** The known actions that the list of events over all streams has, those of errors first. */
export const listedActions: readonly string[] = [
  'endpointFailed',
  'publishTimeoutError',
  'encoderNotOpenedError',
  'liveStreamStarted',
  'liveStreamEnded',
  'presumedStart',
  'presumedEnd',
  'vodReady',
  'idleTimeIsExpired',
  'firstActiveTrackAddedInMainTrack',
  'noActiveSubtracksLeftInMainTrack',
];
