import type { RefusalCount } from '../../lambda/stream/refusal.ts';
import { startOfMinute } from '../../lambda/table/row-keys.ts';
import { toAppRow } from '../../lambda/table/rows/app-row.ts';
import { DAY_MS } from '../../lambda/table/rows/expiry.ts';
import { buildRefusal, buildRefusalRow } from '../reading/refusal-row.builder.ts';
import { withTableOf } from './streams-table.ts';

/** Counts refusals of the receiver that runs on a folder. @default of publishers of LiveApp/cam-1 without a key, once, in this minute */
export const refuse = (dataDir: string, ...refusals: readonly Partial<RefusalCount>[]): Promise<void> =>
  withTableOf(dataDir, async (streams) => {
    for (const refusal of refusals) {
      const counted = buildRefusal({ at: startOfMinute(Date.now()), ...refusal });
      await streams.put(toAppRow(counted.app, Date.now() + DAY_MS));
      await streams.put(buildRefusalRow(counted));
    }
  });
