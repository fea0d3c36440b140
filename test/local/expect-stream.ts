import { expectedKey } from '../../lambda/table/row-keys.ts';
import { type ExpectedStream, expectUpdate } from '../../lambda/table/rows/expected-row.ts';
import { withTableOf } from './streams-table.ts';

type TestExpectation = Pick<ExpectedStream, 'id'> & Partial<ExpectedStream>;

/** Expects a stream of the receiver that runs on this folder to be live. @default of LiveApp, with a grace of 5 min, since ten minutes */
export function expectStream(dataDir: string, { id, app = 'LiveApp', ...times }: TestExpectation): Promise<void> {
  const expected = { grace: 300, addedAt: Date.now() - 600_000, ...times, app, id };
  return withTableOf(dataDir, (streams) => streams.update(expectedKey(app, id), expectUpdate(expected)));
}
