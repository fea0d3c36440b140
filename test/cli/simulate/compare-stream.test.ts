import { expect, test } from 'vitest';
import { type Comparison, compare } from '../../../cli/simulate/compare.ts';
import { formatSummary, toResultJson } from '../../../cli/simulate/report/run-summary.ts';
import { compareWithApi, runSimulation, type SendingResult } from '../../../cli/simulate/run-simulation.ts';
import { detectTerminal } from '../../../terminal/run-command.ts';
import { simulatorSettings } from '../../browser/simulator-settings.ts';
import { presumeEnd } from '../../local/presume-end.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const DATA_DIR = useTempFolder('compare');
const receiver = useReceiver(DATA_DIR);

/** Simulates a scenario, and returns what a later comparison finds. */
async function simulate(scenario: string) {
  const settings = simulatorSettings(receiver, { scenario, compare: true });
  const sent = await runSimulation(settings);
  return { ...sent, compareAgain: () => compareWithApi(sent, settings) };
}

const rowsOf = (comparison: Comparison | Error | undefined) => {
  if (comparison === undefined || comparison instanceof Error) throw comparison ?? new Error('nothing was compared');
  return comparison.streams.map(({ expected: { status, sessions }, wrong }) => ({ status, sessions, wrong }));
};

/** Returns the clocks of the heartbeats of a stream that were sent (ms since the epoch), oldest first. */
const beatsOf = ({ delivered }: SendingResult, id: string) =>
  delivered
    .filter(({ delivery: { fields } }) => fields.id === id && fields.action === 'liveStreamStatus')
    .map(({ delivery }) => delivery.at)
    .toSorted((a, b) => a - b);

const idsOf = ({ delivered }: SendingResult) => [
  ...new Set(delivered.map(({ delivery }) => String(delivery.fields.id))),
];

test('an end that the receiver presumes at the last heartbeat is expected, and named in the summary', async () => {
  const { compareAgain, ...result } = await simulate('silent');
  const [id = ''] = idsOf(result);
  expect(rowsOf(await compareAgain())).toEqual([{ status: 'live', sessions: 'open', wrong: [] }]);
  await presumeEnd(DATA_DIR, { id, at: beatsOf(result, id).at(-1) ?? 0 });
  const comparison = await compareAgain();
  expect(rowsOf(comparison)).toEqual([{ status: 'presumedEnded', sessions: 'presumedEnded', wrong: [] }]);
  const summary = formatSummary({ ...result, comparison }, detectTerminal());
  expect(summary).toContain('1 stream with an end that the receiver presumed: presumedEnded above.');
  expect(summary).toContain('The read API matches the hooks: 1 stream as expected.');
  expect(toResultJson({ ...result, comparison }).comparison).toMatchObject({
    streams: [{ expected: { status: 'presumedEnded' } }],
  });
});

test('an end that is presumed at another time is a mismatch', async () => {
  const { compareAgain, ...result } = await simulate('silent');
  const [id = ''] = idsOf(result);
  const beats = beatsOf(result, id);
  const wrong = (beats.at(-1) ?? 0) - 1;
  await presumeEnd(DATA_DIR, { id, at: wrong, receivedAt: Date.now() + 60_000 });
  expect(rowsOf(await compareAgain())).toEqual([
    {
      ...{ status: 'presumedEnded', sessions: 'presumedEnded' },
      wrong: [
        {
          field: 'presumed end',
          expected: `that of the last heartbeat, ${new Date(beats.at(-1) ?? 0).toISOString()}`,
          found: `${new Date(wrong).toISOString()} (silence)`,
        },
      ],
    },
  ]);
});

test('an end that is presumed before the next start closes its session there', async () => {
  const now = Date.now();
  const hook = async (action: string, ago: number) => {
    const fields = { id: 'lost', action, timestamp: now - ago };
    await receiver.postHook('LiveApp', fields);
    return { fields, receivedAt: Date.now() };
  };
  const first = [await hook('liveStreamStarted', 700_000), await hook('liveStreamStatus', 690_000)];
  await presumeEnd(DATA_DIR, { id: 'lost', at: now - 690_000 });
  const second = [await hook('liveStreamStarted', 90_000), await hook('liveStreamEnded', 10_000)];
  const { api } = simulatorSettings(receiver, { compare: true });
  if (api === undefined) throw new Error('no read API');
  const comparison = await compare([...first, ...second], true, api);
  expect(rowsOf(comparison)).toEqual([{ status: 'ended', sessions: 'ended, presumedEnded', wrong: [] }]);
});

test('an end that is presumed after the heartbeats of the next session is late, and expected to change nothing', async () => {
  const { compareAgain, ...result } = await simulate('lost-end');
  const [id = ''] = idsOf(result);
  const starts = result.delivered.filter(({ delivery: { fields } }) => fields.action === 'liveStreamStarted');
  const restarted = Math.max(...starts.map(({ delivery }) => delivery.at));
  const receivedAt = starts[0]?.sentAt ?? 0; // before those heartbeats
  await presumeEnd(DATA_DIR, { id, at: beatsOf(result, id).findLast((at) => at < restarted) ?? 0, receivedAt });
  expect(rowsOf(await compareAgain())).toEqual([{ status: 'ended', sessions: 'ended, superseded', wrong: [] }]);
});

test('a crash of a server leaves streams that are live in the table, and others that have started again', async () => {
  const { compareAgain, ...result } = await simulate('server-crash');
  const comparison = await compareAgain();
  const byName = (name: string) => idsOf(result).find((id) => id.endsWith(name)) ?? '';
  expect(rowsOf(comparison)).toEqual([
    { status: 'live', sessions: 'open, superseded', wrong: [] },
    { status: 'live', sessions: 'open', wrong: [] },
    { status: 'live', sessions: 'open', wrong: [] },
    { status: 'live', sessions: 'open, superseded', wrong: [] },
  ]);
  expect(comparison).toMatchObject({ servers: [{ expected: 'unexpectedServerShutdown 1', wrong: [] }] });
  for (const name of ['-hall', '-lift'])
    await presumeEnd(DATA_DIR, { id: byName(name), at: beatsOf(result, byName(name)).at(-1) ?? 0 });
  expect(rowsOf(await compareAgain()).map(({ status, wrong }) => [status, wrong])).toEqual([
    ['live', []],
    ['presumedEnded', []],
    ['presumedEnded', []],
    ['live', []],
  ]);
});

test('a presumed end that a later heartbeat contradicts is a mismatch while the receiver does not know better', async () => {
  const { delivered } = await simulate('silent');
  const last = delivered.at(-1);
  if (last === undefined) throw new Error('nothing was sent');
  await presumeEnd(DATA_DIR, { id: String(last.delivery.fields.id), at: last.delivery.at });
  const { api } = simulatorSettings(receiver, { compare: true });
  if (api === undefined) throw new Error('no read API');
  const hooks = delivered.map(({ delivery: { fields }, sentAt }) => ({ fields, receivedAt: sentAt }));
  const lost = { ...last.delivery.fields, timestamp: last.delivery.at + 60_000 };
  const { streams } = await compare([...hooks, { fields: lost, receivedAt: Date.now() - 10_000 }], true, api);
  expect(streams[0]?.wrong.map(({ field, found }) => [field, found])).toEqual([
    ['status', 'presumedEnded'],
    ['sessions', 'presumedEnded'],
    ['presumed end', expect.stringContaining('(silence)')],
  ]);
});
