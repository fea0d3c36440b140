import { expect, test } from 'vitest';
import { readStoredMessage } from '../../../cli/replay/stored-message.ts';
import { serializeDeferred } from '../../../lambda/deferred/deferred-event.ts';
import { logFieldsOf } from '../../../lambda/hook/log-fields.ts';
import { toMessage } from '../../../lambda/hook/message.ts';
import { readMessage } from '../../../lambda/hook/read-message.ts';
import { readOrQuarantine } from '../../../lambda/hook/read-or-quarantine.ts';
import type { Hook } from '../../../lambda/stream/event.ts';
import { emptyState, fold } from '../../../lambda/stream/state.ts';
import { toEventRow } from '../../../lambda/table/rows/event-row.ts';
import { toQuarantineRow } from '../../../lambda/table/rows/quarantine-row.ts';
import { toServerEventRow } from '../../../lambda/table/rows/server-rows.ts';
import { toStateRow } from '../../../lambda/table/rows/state-row.ts';
import type { Item } from '../../../lambda/table/table.ts';
import { createRandom } from '../../../oracle/random.ts';
import { generateSecretBody } from '../../faults/fuzz/body-with-secrets.ts';
import { buildRawRequest } from '../raw-request.builder.ts';

const RUNS = Number(process.env.MASKING_RUNS ?? 2_000);
const SEED = Number(process.env.MASKING_SEED ?? Date.now() % 1_000_000);
const NOW = Date.UTC(2026, 10, 2, 12);

/** Every row that stores a hook. */
function rowsOf(hook: Hook): Item[] {
  if (hook.type === 'unreadable') return [toQuarantineRow(hook, 30)];
  if (hook.type === 'server') return [toServerEventRow(hook, 30)];
  return [
    toEventRow(hook, 30, true),
    toStateRow('A', hook.id, { state: fold(emptyState, hook), version: 1, heartbeatReceivedAt: NOW }),
  ];
}

/** JSON without the NULs of UTF-16. */
const flat = (value: unknown): string => JSON.stringify(value).replace(/\\+u0000/g, '');

/** The faults of what is stored of a random body. */
function faultsOf(n: number): string[] {
  const { bytes, contentType, secret, harmlessValues } = generateSecretBody(createRandom(SEED * 1_000_003 + n), n);
  const { message, hook } = readOrQuarantine(toMessage(buildRawRequest(bytes, { contentType })), bytes);
  const rows = rowsOf(hook);
  const read = hook.type === 'unreadable' ? rows.map((row) => readMessage(readStoredMessage(row))) : [];
  const all = [message, hook, ...rows, logFieldsOf(hook), serializeDeferred({ message }), ...read].map(flat);
  const parts = [secret.slice(0, 8), secret.slice(-6)];
  return [
    ...(all.some((text) => parts.some((part) => text.includes(part))) ? ['leaked'] : []),
    ...harmlessValues.filter((value) => !flat(rows[0]).includes(value)).map((value) => `lost ${value}`),
    ...(read.some((again) => again.type !== 'unreadable') ? ['readable when it was read again'] : []),
  ].map((fault) => `${n}: ${fault}: ${bytes.toString('latin1')} → ${flat(rows[0])}`);
}

test('no secret is stored or logged, and every harmless value is stored', () => {
  const faults: string[] = [];
  for (let n = 0; n < RUNS && faults.length < 5; n++) faults.push(...faultsOf(n));
  expect(faults, `MASKING_SEED=${SEED} MASKING_RUNS=${RUNS}`).toEqual([]);
}, 3_600_000);
