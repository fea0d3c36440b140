import { describe, expect, test } from 'vitest';
import { useRestServers } from '../../asking/rest-server.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { type PanelData, useFakePanels } from './fake-panel.ts';
import { rightData, tell } from './right-setup.ts';

const startPanel = useFakePanels();
const startRestServer = useRestServers();
const DATA_DIR = useTempFolder('other-addresses');
const receiver = useReceiver(DATA_DIR);

/** An address at which nothing listens. */
const NOBODY = 'http://127.0.0.1:9';

/** The webhook URL of the receiver, with its token, at another address. */
const hookAt = (address: string): string => `${address}/hooks/LiveApp/${receiver.token}`;

/** Another address at which the receiver answers. */
const itsOther = (): string => receiver.url.replace('127.0.0.1', 'localhost');

/** Starts somebody else, who answers everything with a status. */
async function startOther(status: number) {
  const bytes = `HTTP/1.1 ${status} Other\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
  const { url, requests } = await startRestServer(() => bytes);
  return { url: new URL(url).origin, requests };
}

const setHooks = (data: PanelData, url: string | null) => {
  for (const broadcast of data.broadcasts) broadcast.listenerHookURL = url;
};

/** Runs the doctor; its rows that are not fine and may lose hooks, as `grade what: found`. */
async function look(change: (data: PanelData) => void) {
  const data = rightData('2.17.1', receiver);
  Object.assign(data.settings, { webhookAuthenticateURL: '', webhookPlayAuthUrl: '' });
  change(data);
  const panel = await startPanel(data);
  const { code, stdout } = await runDoctorOn(panel, [], { DATA_DIR });
  const rows = stdout
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, ' '))
    .filter((line) => /^(fine|LOST|warning) (Webhook URL|Reachable|Broadcasts)/.test(line));
  return { code, rows, stdout, summary: stdout.split('\n\n').at(-1) };
}

describe('the webhook URL of the application, with a good token at another address', () => {
  test('is fine where this receiver answers', async () => {
    const { code, rows, summary } = await look((data) => {
      data.settings.listenerHookURL = hookAt(itsOther());
    });
    expect({ code, rows }).toEqual({
      code: 0,
      rows: [
        `fine Webhook URL ${itsOther()}/hooks/LiveApp/***`,
        'fine Reachable from here',
        'fine Broadcasts all 4 send to this receiver',
      ],
    });
    expect(summary).toContain('Whether hooks get lost is not settled from here'); // a container may be in between
  });

  test.each([200, 302, 404, 405])('loses hooks where somebody else answers %i', async (status) => {
    const { url } = await startOther(status);
    const { code, rows, stdout } = await look((data) => {
      data.settings.listenerHookURL = hookAt(url);
    });
    expect({ code, row: rows[0] }).toEqual({ code: 1, row: `LOST Webhook URL ${url}/hooks/LiveApp/***` });
    expect(stdout).toContain('what answers at its address is not this receiver');
  });

  test.each([403, 429, 503])('is not settled where %i may be meant for this machine alone', async (status) => {
    const { url } = await startOther(status);
    const { code, rows, summary } = await look((data) => {
      data.settings.listenerHookURL = hookAt(url);
    });
    expect({ code, row: rows[1] }).toEqual({
      code: 0,
      row: `warning Reachable not from here: it answered ${status}`,
    });
    expect(summary).toContain('Whether hooks get lost is not settled from here');
  });

  test('is not settled where nothing answers, and no row says that all is well', async () => {
    const { code, rows, summary, stdout } = await look((data) => {
      data.settings.listenerHookURL = hookAt(NOBODY);
      setHooks(data, hookAt(NOBODY));
    });
    expect(code).toBe(0);
    expect(rows[0]).toBe(
      `fine Webhook URL ${NOBODY}/hooks/LiveApp/*** (its token is good; the row Reachable has its address)`,
    );
    expect(rows).toContain('warning Reachable not from here: it could not be reached (ECONNREFUSED)');
    expect(rows.at(-1)).toMatch(/^warning Broadcasts, not settled 4 of 4: /);
    expect(summary).toContain('Whether hooks get lost is not settled from here; ');
    expect(stdout).not.toContain('No hooks are seen to get lost');
  });
});

describe('a loopback address', () => {
  test('is settled where the table has a hook of a stream that is live there', async () => {
    await tell(receiver, 'cam-1', 'liveStreamStarted');
    const { code, summary } = await look(() => {});
    await tell(receiver, 'cam-1', 'liveStreamEnded');
    expect({ code, summary }).toEqual({ code: 0, summary: expect.stringContaining('No hooks are seen to get lost') });
  });

  test('is not settled by a hook of an earlier session', async () => {
    await tell(receiver, 'cam-1', 'liveStreamStarted');
    const { summary, stdout } = await look(({ broadcasts }) => {
      for (const broadcast of broadcasts) broadcast.startTime = Date.now();
    });
    await tell(receiver, 'cam-1', 'liveStreamEnded');
    expect(summary).toContain('not settled from here');
    expect(stdout).toContain('in a container it is the container');
  });

  test('of a broadcast has a row of its own where the application has another, such as that of a container', async () => {
    const { code, stdout } = await look((data) => {
      data.settings.listenerHookURL = hookAt('http://host.docker.internal:9');
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(warning|note {3}) {2}Reachable +not from here/m); // whether the name is found depends on the machine
    expect(stdout).toMatch(/^note {5}Broadcasts, loopback {8}4 of 4: /m);
  });
});

describe('a broadcast with a good token at another address', () => {
  const setFirst = (url: string | null) => (data: PanelData) =>
    Object.assign(data.broadcasts[0] ?? {}, { streamId: 'moved', listenerHookURL: url });

  test('is fine where this receiver answers', async () => {
    const { code, rows } = await look(setFirst(hookAt(itsOther())));
    expect({ code, row: rows.at(-1) }).toEqual({ code: 0, row: 'fine Broadcasts all 4 send to this receiver' });
  });

  test('loses hooks where somebody else answers, and where nothing does while the application has an address that does', async () => {
    const other = await startOther(404);
    for (const url of [other.url, NOBODY]) {
      const { code, rows, stdout } = await look(setFirst(hookAt(url)));
      const row = `LOST Broadcasts, another URL 1 of 4: moved (${new URL(url).host})`;
      expect({ code, row: rows.at(-1) }).toEqual({ code: 1, row });
      expect(stdout).toMatch(/this receiver does not answer at its address|is not this receiver/);
    }
  });
});

test('an address is asked once, and without the token, however many URLs have it', async () => {
  const other = await startOther(404);
  await look((data) => {
    data.settings.listenerHookURL = hookAt(other.url);
    setHooks(data, hookAt(other.url));
  });
  expect(other.requests.map(({ path }) => path)).toEqual(['/hooks/LiveApp/x']);
});

describe('broadcasts without a URL of their own', () => {
  test('are told from the others', async () => {
    const { code, rows } = await look((data) => {
      for (const broadcast of data.broadcasts.slice(0, 3)) broadcast.listenerHookURL = null;
    });
    const row = 'fine Broadcasts all 4 send to this receiver, 3 of 4 by the URL of the application';
    expect({ code, row: rows.at(-1) }).toEqual({ code: 0, row });
  });

  test.each([
    { is: 'empty', url: '' },
    { is: 'flawed', url: 'https://hooks.example.com/S3cret' },
  ])('lose hooks where that of the application is $is', async ({ is, url }) => {
    const { code, rows, stdout } = await look((data) => {
      data.settings.listenerHookURL = url;
      for (const broadcast of data.broadcasts.slice(0, 3)) broadcast.listenerHookURL = null;
    });
    expect(code).toBe(1);
    expect(rows.at(-1)).toMatch(/^LOST Broadcasts, no own URL 3 of 4 follow the URL of the application: /);
    expect(stdout).toContain(`why     that of the application is ${is}: `);
  });
});

test('an authoriser with a good token at another address is warned of', async () => {
  const other = await startOther(403);
  const { stdout } = await look(({ settings }) => {
    settings.webhookAuthenticateURL = `${other.url}/authorize/publish/LiveApp/${receiver.token}`;
  });
  expect(stdout).toContain('it was not seen to refuse a question without a key: it answered 403');
  expect(other.requests.map(({ path }) => path)).toEqual(['/hooks/LiveApp/x']);
});
