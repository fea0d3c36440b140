import { classOfRow, isHostRow } from '../table/row-keys.ts';
import { isErrorRow } from '../table/rows/event-row.ts';
import { isPublishRefusalRow } from '../table/rows/refusal-rows.ts';
import { readAppAndId, readStateRow } from '../table/rows/state-row.ts';
import { announceExpected } from './announce-expected.ts';
import { announceError, announceRecording, announceServerEvent } from './announce-fact.ts';
import { announceRefusal } from './announce-refusal.ts';
import { announceState } from './announce-state.ts';
import { toAnnouncedStream } from './announced-stream.ts';
import type { Announcement } from './announcement.ts';
import type { DescriptionMemory } from './description-memory.ts';
import type { TableChange } from './table-change.ts';

/** Receives a change that cannot be announced, with the error: it must not hold up the others. */
export type OnUnreadable = (change: TableChange, error: unknown) => void;

/** Returns what to announce of some writes, in their order. Copies of a write make the same announcements. */
export function toAnnouncements(
  changes: readonly TableChange[],
  memory: DescriptionMemory,
  onUnreadable: OnUnreadable,
): Announcement[] {
  const readable = changes.filter((change) => {
    try {
      remember(change, memory, false);
      return true;
    } catch (error) {
      onUnreadable(change, error);
      return false;
    }
  });
  return readable.flatMap((change) => {
    try {
      remember(change, memory, true);
      return announce(change, memory);
    } catch (error) {
      onUnreadable(change, error);
      return [];
    }
  });
}

/**
 * Remembers how a state describes its stream. Unless `replaces`, only where nothing is remembered, since its fact may come
 * first, and of a new state: what is remembered is of a stream that was forgotten.
 */
function remember({ before, after }: TableChange, memory: DescriptionMemory, replaces: boolean): void {
  if (classOfRow(after) !== 'state') return;
  const { app, id } = readAppAndId(after);
  if (replaces || before === undefined || memory.get(app, id) === undefined)
    memory.set(app, id, toAnnouncedStream(readStateRow(after).state.registers));
}

/** Returns the announcements of one write: of a state all that changed, of a fact its first write. */
function announce(change: TableChange, memory: DescriptionMemory): Announcement[] {
  const { before, after } = change;
  const rowClass = classOfRow(after);
  if (rowClass === 'state') return announceState(change);
  if (rowClass === 'stream') return announceExpected(change);
  if (before !== undefined) return [];
  if (rowClass === 'recording') return [announceRecording(change, memory)];
  if (rowClass === 'other' && isErrorRow(after)) return [announceError(change, memory)];
  if (rowClass !== 'event') return [];
  if (isPublishRefusalRow(after)) return [announceRefusal(change, memory)];
  return isHostRow(after) ? [announceServerEvent(change)] : [];
}
