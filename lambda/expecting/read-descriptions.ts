import { toAnnouncedStream } from '../announcing/announced-stream.ts';
import type { AnnouncedStream } from '../announcing/announcement.ts';
import { cutJson, cutText } from '../hook/cut.ts';
import { descriptiveNames } from '../stream/fields.ts';
import type { Json } from '../stream/values.ts';
import type { ExpectedStream } from '../table/rows/expected-row.ts';
import { clockAttribute } from '../table/rows/state-row.ts';
import type { Table } from '../table/table.ts';
import { readStates } from './read-expected.ts';

/** For the metadata of a stream, in bytes of JSON. */
const MAX_METADATA_BYTES = 4_000;
/** For each other text, in bytes of JSON. */
const MAX_OTHER_BYTES = 1_000;

const attributes = [...descriptiveNames, ...descriptiveNames.map(clockAttribute), 'pk', 'sk'];

/**
 * Reads what describes expected streams, cut so that an announcement of all of them costs little; streams that were never seen
 * are left out. Reads nothing where there are none.
 */
export async function readDescriptions(
  table: Table,
  expected: readonly ExpectedStream[],
): Promise<Map<ExpectedStream, AnnouncedStream>> {
  const descriptions = new Map<ExpectedStream, AnnouncedStream>();
  for await (const [stream, stored] of readStates(table, expected, attributes))
    if (stored !== undefined) descriptions.set(stream, cutDescription(toAnnouncedStream(stored.state.registers)));
  return descriptions;
}

function cutDescription({ name, category, metadata, room, subscriberId }: AnnouncedStream): AnnouncedStream {
  return {
    name: cutOther(name),
    category: cutOther(category),
    metadata: cutJson(metadata as Json, MAX_METADATA_BYTES) as AnnouncedStream['metadata'], // it was JSON in a hook; cut, it is a text
    room: cutOther(room),
    subscriberId: cutOther(subscriberId),
  };
}

const cutOther = (text: string | null): string | null => (text === null ? null : cutText(text, MAX_OTHER_BYTES));
