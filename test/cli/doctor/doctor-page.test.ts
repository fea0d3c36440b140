import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { expect, test } from 'vitest';
import { examine } from '../../../cli/doctor/all-checks.ts';
import { readSettingsDocument } from '../../../cli/doctor/app-settings.ts';
import { checkReach } from '../../../cli/doctor/checks/reach-check.ts';
import type { Facts } from '../../../cli/doctor/finding.ts';
import { fixHintOf } from '../../../cli/doctor/mend/fix-hint.ts';
import { renderFindings } from '../../../cli/doctor/render-findings.ts';
import { diagnoseFailure } from '../../../lambda/asking/diagnose.ts';
import { hashToken } from '../../../lambda/tokens/token.ts';
import { root } from '../../exec.ts';
import { capturedData } from './fake-panel.ts';

const url = 'https://ab12cd34ef.execute-api.eu-west-1.amazonaws.com';
const hook = `${url}/hooks/LiveApp/secret`;
const now = Date.parse('2026-11-27T12:00:00Z');

test.each([
  {
    code: 'ENOTFOUND',
    grade: 'note',
    mend: "docker exec CONTAINER curl -sS 'http://host.docker.internal:8080/hooks/LiveApp/x'",
  },
  {
    code: 'ECONNREFUSED',
    grade: 'warning',
    mend: expect.stringContaining('run it on the media server, in its container'),
  },
])(
  'the name of the machine in a container, from here $code, is a $grade that is not settled',
  ({ code, grade, mend }) => {
    const address = 'http://host.docker.internal:8080';
    const facts = exampleFacts();
    const settings = { ...facts.server.settings, listenerHookURL: `${address}/hooks/LiveApp/secret` };
    const { text } = diagnoseFailure(Object.assign(new Error(), { code }));
    const addresses = new Map([[address, { who: 'unknown' as const, text }]]);
    const { server, probes } = facts;
    const [finding] = checkReach({ ...facts, server: { ...server, settings }, probes: { ...probes, addresses } });
    expect(finding).toMatchObject({ what: 'Reachable', grade, mend, unsettled: true });
  },
);

/** A captured server with the webhook URL and heartbeats, but without retries, and with a broadcast of last year. */
function exampleFacts(): Facts {
  const settings = {
    ...capturedData('2.17.1').settings,
    listenerHookURL: hook,
    webhookStreamStatusUpdatePeriodMs: 5_000,
  };
  const broadcast = { status: 'broadcasting', type: 'liveStream', name: 'Gate', startTime: now - 60_000 };
  const token = {
    hash: hashToken('secret'),
    scopes: ['hooks'] as const,
    app: 'LiveApp',
    label: '',
    createdAt: now,
    expiresAt: null,
  };
  return {
    now,
    server: {
      url: 'https://media.example.com:5443',
      app: 'LiveApp',
      release: { text: '2.17.1 Community Edition', version: [2, 17, 1] },
      settings: readSettingsDocument(settings, 'LiveApp').settings,
      broadcasts: [
        { ...broadcast, id: 'cam-1', hookUrl: hook },
        { ...broadcast, id: 'cam-2', hookUrl: 'https://hooks.example.com/ams/1234' },
      ],
      unreadable: [],
      counted: [2, 2],
      statusHookUrl: null,
      clockAheadMs: 210,
      isRelayed: false,
    },
    receiver: {
      url,
      app: 'LiveApp',
      tokens: [token],
      hookToken: undefined,
      readLive: async () => [],
    },
    probes: {
      addresses: new Map([[url, { who: 'receiver', text: '' }]]),
      publish: null,
      play: null,
      live: [{ id: 'cam-1', lastEventAt: now, isRoom: false }],
    },
  };
}

test('the page shows what the doctor prints', () => {
  const page = readFileSync(join(root, 'docs/doctor.md'), 'utf8');
  const facts = exampleFacts();
  const table = renderFindings(examine(facts), { width: Number.POSITIVE_INFINITY, colours: pc.createColors(false) });
  expect(page).toContain(`\`\`\`text\n${table}\n${fixHintOf(facts)}\n\`\`\``);
});

test('on a terminal a reason is wrapped below its beginning, and what is to be copied is not', () => {
  const why = 'a hook that fails once is lost, and the server does not even log it, whatever it was';
  const mend = `run ${'it '.repeat(40)}`;
  const finding = { what: 'Retry count', grade: 'lost', found: '0', wanted: null, why, mend } as const;
  const lines = renderFindings([finding], { width: 80, colours: pc.createColors(false) }).split('\n');
  expect(lines.slice(2, 5)).toEqual([
    '           why     a hook that fails once is lost, and the server does not even',
    `${' '.repeat(19)}log it, whatever it was`,
    `           mend    ${mend}`,
  ]);
});
