import { notedOf } from './commands.ts';
import { actions, hookOf } from './hooks.ts';

/** An id as the media server makes them. */
const ID = 'Xq2Vb7RkLmT0sYwEz4NpJc81';

/** How long the receiver's lines of the log are for a stream's hooks, in bytes, on average. */
export async function lineBytesOf(): Promise<number> {
  const noted = await notedOf(actions.map((action) => hookOf(action, ID, Date.now())));
  const bytes = noted.map(({ line }) => Buffer.byteLength(JSON.stringify({ ...line, lagMs: 123, ms: 12 })));
  return bytes.reduce((sum, length) => sum + length, 0) / bytes.length;
}
