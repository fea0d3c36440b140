import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { withTableOf } from './streams-table.ts';

type TestEnd = Pick<PresumedEnd, 'id' | 'at'> & Partial<PresumedEnd>;

/** Records a presumed end in the receiver that runs on this folder, as a sweep does. @default of LiveApp, by silence, now */
export function presumeEnd(dataDir: string, end: TestEnd): Promise<void> {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
  const defaults = { app: 'LiveApp', cause: 'silence', receivedAt: Date.now() } as const;
  return withTableOf(dataDir, (streams) => recorder.recordPresumedEnd(streams, { ...defaults, ...end }));
}
