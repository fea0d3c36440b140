import { expect, test } from 'vitest';
import { describeVerdict } from '../../../cli/doctor/probe-receiver.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { type PanelData, useFakePanels } from './fake-panel.ts';
import { rightData } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('server-rows');
const receiver = useReceiver(DATA_DIR);

/** Runs the doctor with --json, and returns the row of this name. */
async function findRow(what: string, change: (data: PanelData) => void) {
  const data = rightData('2.17.1', receiver);
  change(data);
  const { stdout } = await runDoctorOn(await startPanel(data), ['--json'], { DATA_DIR });
  expect(stdout).not.toMatch(/S3cret/);
  return JSON.parse(stdout).findings.find((finding: { what: string }) => finding.what === what);
}

test.each([
  { path: '/hooks/LiveApp/TOKEN', grade: 'fine', why: null },
  { path: '/hooks/Other/TOKEN', grade: 'note', why: expect.stringContaining('another app') },
  { path: '/hooks/LiveApp/S3cret', grade: 'warning', why: expect.stringContaining('never made here') },
  { path: '/', grade: 'warning', why: expect.stringContaining('no webhook URL of this receiver') },
  { url: 'https://hooks.example.com/S3cret', grade: 'note', why: expect.stringContaining('another receiver') },
  { url: 'S3cret', grade: 'warning', why: expect.stringContaining('no hook can be sent') },
  { url: null, grade: 'note', why: expect.stringContaining('only in a file') },
])('events of the server that go to $path$url are a row that is $grade', async ({ path, url, grade, why }) => {
  const set = path === undefined ? url : `${receiver.url}${path.replace('TOKEN', receiver.token)}`;
  const row = await findRow('Server events', (data) => {
    data.override = (asked) =>
      asked === '/rest/v2/server-settings' ? { body: { serverStatusWebHookURL: set } } : undefined;
  });
  expect(row).toMatchObject({ grade, why });
});

test.each([{ via: '1.1 proxy' }, { age: '0' }, { server: 'cloudflare' }])(
  'a clock that is wrong may be that of what answers with %o',
  async (headers) => {
    const row = await findRow('Clock', (data) => {
      data.clockAheadMs = -3_600_000;
      data.override = (asked) => (asked === '/rest/v2/version' ? { headers, body: data.version } : undefined);
    });
    const found = /^3(599|600|601) s behind ours, of the proxy or CDN that answers$/; // the header has whole seconds
    expect(row).toMatchObject({ grade: 'note', found: expect.stringMatching(found) });
  },
);

test('an answer to a question counts only within the 2 s for which the media server waits', () => {
  expect([200, 403, 404].map((status) => describeVerdict(status, 2_000))).toEqual(['allows', 'refuses', 'it answered 404']); // biome-ignore format: a row
  expect(describeVerdict(403, 2_001)).toMatch(/^it answered 403 after 2\.0 s, and the media server waits for 2 s/);
});
