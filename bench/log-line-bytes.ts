import { createHookEvent, measuredActions } from './hooks.ts';
import { recordCommands } from './record-commands.ts';

/** An id in the form that the media server generates. */
const ID = 'Xq2Vb7RkLmT0sYwEz4NpJc81';

/** Returns the mean length of the receiver's log lines for a stream's hooks, in bytes. */
export async function measureLogLineBytes(): Promise<number> {
  const recorded = await recordCommands(measuredActions.map((action) => createHookEvent(action, ID, Date.now())));
  const bytes = recorded.map(({ line }) => Buffer.byteLength(JSON.stringify({ ...line, lagMs: 123, ms: 12 })));
  return bytes.reduce((sum, length) => sum + length, 0) / bytes.length;
}
