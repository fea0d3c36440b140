import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { withTableOf } from './streams-table.ts';

type TestEnd = Pick<PresumedEnd, 'id' | 'at'> & Partial<PresumedEnd>;

/** Records a presumed end in the receiver that runs on this folder, as a sweep does. @default of LiveApp, by silence, now */
export function presumeEnd(dataDir: string, end: TestEnd): Promise<void> {
  const defaults = { app: 'LiveApp', cause: 'silence', receivedAt: Date.now() } as const;
  return withTableOf(dataDir, (streams) => recordPresumedEnd(streams, { ...defaults, ...end }, 30, true));
}
