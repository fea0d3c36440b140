import { setTimeout } from 'node:timers/promises';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResponse,
} from '@aws-sdk/client-eventbridge';
import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import type { Announcement } from './announcing/announcement.ts';
import { toAnnouncements } from './announcing/announcements.ts';
import { DescriptionMemory } from './announcing/description-memory.ts';
import { publish } from './announcing/publish.ts';
import { toTableChanges } from './announcing/stream-records.ts';
import type { TableChange } from './announcing/table-change.ts';
import { writeLogLine } from './function-env.ts';
import { requiredEnv } from './required-env.ts';
import { keyText } from './table/row-keys.ts';

/** In ms; long enough for a slow bus, since no sender is waiting. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
/** In ms; kept of an invocation for its end. */
const RESERVE_MS = 1_000;

const eventBridge = new EventBridgeClient({ requestHandler });
const bus = requiredEnv('EVENT_BUS');
const memory = new DescriptionMemory();

/** The announcer's Lambda: the table's stream invokes it, in order. It fails when it must be invoked with the same batch again. */
export async function handler({ Records }: DynamoDBStreamEvent, context: Context): Promise<void> {
  const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - RESERVE_MS);
  await publish(toAnnouncements(toTableChanges(Records), memory, logUnreadable), {
    putEvents: (entries) => putEvents(entries, signal),
    bus,
    onSkipped: logSkipped,
    wait: (ms) => setTimeout(ms, true, { signal }).catch(() => false),
  });
}

async function putEvents(Entries: PutEventsRequestEntry[], abortSignal: AbortSignal): Promise<PutEventsResponse> {
  try {
    return await eventBridge.send(new PutEventsCommand({ Entries }), { abortSignal });
  } catch (error) {
    if (!abortSignal.aborted) throw error;
    throw new Error(
      'EventBridge: received no answer until the time was over, expected one. Lambda tries the same writes again.',
    );
  }
}

/** Logs what was never announced. The metric filter of the alarm counts these lines; messages of errors may quote secrets. */
const logSkipped = ({ 'detail-type': type, detail: { eventId, app, id } }: Announcement, reason: string): void =>
  writeLogLine({ skipped: { type, eventId, app, id, reason } });

const logUnreadable = ({ after }: TableChange, error: unknown): void =>
  writeLogLine({ skipped: { row: keyText(after), reason: error instanceof Error ? error.name : 'unknown' } });
