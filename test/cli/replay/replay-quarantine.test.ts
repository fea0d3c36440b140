import { expect, test } from 'vitest';
import { replayQuarantine } from '../../../cli/replay/replay-quarantine.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { stateKey } from '../../../lambda/table/row-keys.ts';
import { readStateRow } from '../../../lambda/table/rows/state-row.ts';
import { connect } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useEngine } from '../../table/engine.ts';
import { buildEvent } from '../../table/event.builder.ts';

const engine = useEngine();

/** Returns a connection that fails after so many commands. */
function connectionFor(commands: number) {
  const client = connect(engine().endpoint);
  let left = commands;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (left-- <= 0) throw new Error('ended here');
      return next(args);
    },
    { step: 'initialize', name: 'ends' },
  );
  const tables = { streams: STREAMS_TABLE, tokens: TOKENS_TABLE, notifications: undefined };
  return { client, tables, url: undefined, name: 'the tests' };
}

const AT = Date.UTC(2026, 10, 2, 12);

test('wherever a replay of an unrecognised event is interrupted, the next one completes it', async () => {
  for (let commands = 1; ; commands++) {
    const id = `interrupted-${commands}`;
    const event = buildEvent({ action: 'encoderNotOpenedError', id, timestamp: AT }, 'LiveApp', Date.now());
    const { values, ...unknown } = event;
    const activity = { activity: { action: event.action } };
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
    await recorder.record(engine().streams, {
      ...unknown,
      class: 'activity',
      outcome: 'unrecognised',
      values: activity,
    });
    const isInterrupted = await replayQuarantine(connectionFor(commands)).then(
      () => false,
      () => true,
    );
    await replayQuarantine(connectionFor(Number.POSITIVE_INFINITY));
    const { state } = readStateRow(await engine().streams.get(stateKey(event.app, id), true));
    expect({ commands, error: state.registers.lastError }).toMatchObject({ commands, error: { at: AT } });
    if (!isInterrupted) return;
  }
});
