import { describe, expect, test } from 'vitest';
import { toStreamJson } from '../../lambda/reading/stream-json.ts';
import { type DescriptiveName, descriptiveFields, descriptiveNames } from '../../lambda/stream/fields.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import type { Json } from '../../lambda/stream/values.ts';
import { readStateRow, toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { buildEvent, NOW } from '../table/event.builder.ts';

/** One example per field: sent by a hook, stored in a row, shown in JSON. */
const examples: Record<DescriptiveName, { sent: object; stored: string; shown: Json }> = {
  name: { sent: { streamName: 'Front door' }, stored: 'Front door', shown: 'Front door' },
  category: { sent: { category: 'roof' }, stored: 'roof', shown: 'roof' },
  metadata: { sent: { metadata: { owner: 'a/b' } }, stored: '{"owner":"a/b"}', shown: { owner: 'a/b' } },
  room: { sent: { mainTrackId: 'r', roomId: 'other' }, stored: 'r', shown: 'r' },
  subscriberId: { sent: { subscriberId: 'ada' }, stored: 'ada', shown: 'ada' },
};

/** The row of a stream after one hook. */
function rowAfter(action: string, sent: object): Item {
  const event = buildEvent({ action, id: 'cam', timestamp: NOW, ...sent });
  const state = fold(emptyState, event);
  return toStateRow('LiveApp', 'cam', { state, version: 1, heartbeatReceivedAt: null });
}

describe.each(descriptiveNames)('the descriptive field %s', (name) => {
  const { sent, stored, shown } = examples[name];

  test.each(['liveStreamStarted', 'liveStreamEnded'])('goes from %s through the row into JSON', (action) => {
    const row = rowAfter(action, sent);
    expect(row).toMatchObject({ [name]: { S: stored }, [`${name}At`]: { N: String(NOW) } });
    expect(toStreamJson('LiveApp', 'cam', readStateRow(row), NOW)).toMatchObject({ [name]: shown });
  });

  test('is set by another hook only if it is a title', () => {
    const isSet = name in rowAfter('playStarted', sent);
    expect(isSet).toBe('isTitle' in descriptiveFields[name]);
  });

  test('is null in JSON while no hook has set it', () => {
    expect(toStreamJson('LiveApp', 'cam', readStateRow(rowAfter('liveStreamStarted', {})), NOW)).toMatchObject({
      [name]: null,
    });
  });
});
