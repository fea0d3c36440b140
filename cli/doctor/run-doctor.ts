import { openAgent } from '../../lambda/asking/ask-server.ts';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { examine } from './all-checks.ts';
import { findReceiver } from './find-receiver.ts';
import type { Facts } from './finding.ts';
import { openPanel } from './panel-client.ts';
import { readCredentials } from './panel-credentials.ts';
import { parsePanelUrl } from './panel-url.ts';
import { probeReceiver } from './probe-receiver.ts';
import { renderFindings } from './render-findings.ts';
import { readServerFacts, type ServerFacts } from './server-facts.ts';

/** The options of `npm run doctor`. */
export interface DoctorOptions {
  readonly server: string;
  readonly user?: string;
  readonly app: string;
  readonly hook?: string;
  readonly stack?: string;
  readonly json?: true;
}

/** The exit code of a media server that is set up right. */
const FINE = 0;
/** That of one whose hooks get lost. */
const HOOKS_GET_LOST = 1;

/** Looks at a media server and at the receiver, prints the table, and returns the exit code. Throws when it could not look. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const facts = await gatherFacts(options);
  const findings = examine(facts);
  const isLosing = findings.some(({ grade }) => grade === 'lost');
  const { url: server, app, release } = facts.server;
  console.log(
    options.json
      ? toPrintableJson({ server, app, version: release.version.join('.'), hooksGetLost: isLosing, findings })
      : renderFindings(findings, detectTerminal()),
  );
  return isLosing ? HOOKS_GET_LOST : FINE;
}

/** The receiver is looked for first: when there is none, the panel is not logged in to. */
async function gatherFacts(options: DoctorOptions): Promise<Facts> {
  const url = parsePanelUrl(options.server);
  const receiver = await findReceiver(options);
  const server = await readServer(url, options);
  const now = Date.now();
  return { server, receiver, now, probes: await probeReceiver(server, receiver, now) };
}

async function readServer(url: string, { user, app }: DoctorOptions): Promise<ServerFacts> {
  const credentials = await readCredentials(url, user);
  const agent = openAgent(url, false);
  try {
    return await readServerFacts(await openPanel(url, credentials, agent), url, app);
  } finally {
    agent.destroy();
  }
}
