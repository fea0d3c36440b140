import { clockAttribute, HEARTBEAT_RECEIVED_AT, PRESUMED_END_AT } from './state-row.ts';

/** The attributes from which `readStateRow` reads all that decides the status and the silence of a stream, and nothing else. */
export const livenessAttributes: readonly string[] = [
  'app',
  'id',
  'startedAt',
  'endedAt',
  'lifecycle',
  clockAttribute('lifecycle'),
  'health',
  clockAttribute('health'),
  HEARTBEAT_RECEIVED_AT,
  PRESUMED_END_AT,
  'awaited',
  'version',
];
