import { expect, test } from 'vitest';
import { listBroadcasts } from '../../../cli/doctor/list-broadcasts.ts';
import { openPanel } from '../../../cli/doctor/panel-client.ts';
import { openAgent } from '../../../lambda/asking/ask-server.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { PANEL_JWT_SECRET, type PanelData, useFakePanels } from './fake-panel.ts';
import { rightData } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('listed-broadcasts');
const receiver = useReceiver(DATA_DIR);

/** Runs the doctor with --json; its rows about broadcasts that are not fine. */
async function look(change: (data: PanelData) => void) {
  const data = rightData('2.17.1', receiver);
  change(data);
  const panel = await startPanel(data);
  const { code, stdout, stderr } = await runDoctorOn(panel, ['--json'], { DATA_DIR });
  const findings: Record<string, unknown>[] = stderr === '' ? JSON.parse(stdout).findings : [];
  const rows = findings.filter(({ what, grade }) => String(what).startsWith('Broadcasts') && grade !== 'fine');
  return { code, stderr, rows, lists: panel.requests.filter(({ path }) => path.includes('/broadcasts/list/')) };
}

/** Adds broadcasts like the first one. */
const addBroadcasts = (data: PanelData, count: number, fields: Record<string, unknown> = {}) => {
  const [template] = data.broadcasts;
  const more = Array.from({ length: count }, (_value, index) => ({
    ...template,
    streamId: `many-${index}`,
    ...fields,
  }));
  data.broadcasts.push(...more);
};

const answerCount = (number: unknown) => (data: PanelData) => {
  data.override = (path) => (path.endsWith('/broadcasts/count') ? { body: { number } } : undefined);
};

test.each<{ name: string; fields: Record<string, unknown>; found: string; ids: string[] }>([
  { name: 'without an id', fields: { streamId: null }, found: '1 broadcast that could not be read', ids: [] },
  {
    name: 'whose URL is a list',
    fields: { streamId: 'odd', listenerHookURL: ['S3cret'] },
    found: '1 broadcast that could not be read: odd',
    ids: ['odd'],
  },
])('a broadcast $name is left out, and a row says so', async ({ fields, found, ids }) => {
  const { code, rows } = await look(({ broadcasts }) => Object.assign(broadcasts[0] ?? {}, fields));
  expect(code).toBe(0);
  expect(rows).toMatchObject([{ what: 'Broadcasts, not read', grade: 'warning', unsettled: true, found, ids }]);
});

test('a page on which nothing can be read does not end the list', async () => {
  const { code, rows } = await look((data) => {
    data.broadcasts = [];
    addBroadcasts(data, 100, { status: 7 });
    data.broadcasts.push({ streamId: 'last', listenerHookURL: 'http://127.0.0.1:9/old' });
  });
  expect(code).toBe(1);
  expect(rows).toMatchObject([{ found: '1 of 1: last (127.0.0.1:9)', ids: ['last'] }, { found: expect.stringContaining('100 broadcasts') }]); // biome-ignore format: a row
});

test.each([3, 5])('where the server counts %i of 4, others may have been missed', async (number) => {
  const { code, rows } = await look(answerCount(number));
  expect(code).toBe(0);
  expect(rows).toMatchObject([
    { what: 'Broadcasts, count', grade: 'warning', unsettled: true, found: `4 read, and ${number} counted by the server` },
  ]); // biome-ignore format: a row
});

test('a server that does not count them is looked at all the same', async () =>
  expect(await look(answerCount('many'))).toMatchObject({ code: 0, rows: [] }));

test('a page that is too long is asked for anew, in smaller ones', async () => {
  const { code, rows, lists } = await look((data) => addBroadcasts(data, 30, { metaData: 'x'.repeat(500_000) }));
  expect({ code, rows }).toEqual({ code: 0, rows: [] });
  const sizes = lists.map(({ path }) => path.split('/list/')[1]);
  expect(sizes).toEqual(['0/100', '0/10', '10/10', '20/10', '30/10', '34/10']);
});

test('one broadcast that is too long ends the look, and is told from a server that cannot be reached', async () => {
  const { code, stderr } = await look((data) => addBroadcasts(data, 1, { metaData: 'x'.repeat(9_000_000) }));
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('received more than 8 MB for 10') });
});

test('every id of a row is in --json, masked, and of hosts the first five are named', async () => {
  const { rows } = await look((data) => {
    addBroadcasts(data, 7);
    for (const [index, broadcast] of data.broadcasts.entries()) {
      broadcast.streamId = `cam?token=S3cret-${index}`;
      broadcast.listenerHookURL = `http://host-${index}.example.com/old`;
    }
  });
  const [row] = rows;
  expect(row?.ids).toEqual(Array.from({ length: 11 }, () => 'cam?token=***'));
  expect(row?.found).toContain('host-4.example.com and 6 more)');
  expect(row?.found).not.toContain('host-5');
});

test('a list that takes longer than 5 minutes is given up', async () => {
  const data = rightData('2.17.1', receiver);
  addBroadcasts(data, 500);
  const { url } = await startPanel(data);
  const agent = openAgent(url, false);
  let now = 0;
  const clock = () => {
    now += 120_000;
    return now;
  };
  const panel = await openPanel(url, { type: 'jwt', secret: PANEL_JWT_SECRET }, agent);
  await expect(listBroadcasts(panel, 'LiveApp', null, clock)).rejects.toThrow('received 200 in 5 minutes');
  agent.destroy();
});
