import { openAgent } from '../../lambda/asking/ask-server.ts';
import type { DoctorOptions } from './doctor-options.ts';
import type { Facts } from './finding.ts';
import { openPanel, type PanelClient } from './panel-client.ts';
import { readCredentials } from './panel-credentials.ts';
import { isReadableByOthers } from './panel-url.ts';
import { probeReceiver } from './probe-receiver.ts';
import type { ReceiverFacts } from './receiver-facts.ts';
import { readServerFacts } from './server-facts.ts';

/** Logs in to a panel, and closes its connections after its use. */
export async function withPanel<T>(
  url: string,
  { user }: Pick<DoctorOptions, 'user'>,
  use: (panel: PanelClient) => Promise<T>,
): Promise<T> {
  if (isReadableByOthers(url)) console.error(PLAIN_HTTP); // before the password is typed
  const credentials = await readCredentials(url, user);
  const agent = openAgent(url, false);
  try {
    return await use(await openPanel(url, credentials, agent));
  } finally {
    agent.destroy();
  }
}

const PLAIN_HTTP =
  'Warning: over plain http others can read what logs in to the panel, and all settings. Better: https, or a tunnel (ssh -L 5080:127.0.0.1:5080 to the server, then --server http://127.0.0.1:5080).';

/** Looks at a media server through its panel, and at the receiver. Throws when it could not look. */
export async function gatherFacts(
  panel: PanelClient,
  url: string,
  { app }: Pick<DoctorOptions, 'app'>,
  receiver: ReceiverFacts,
): Promise<Facts> {
  const server = await readServerFacts(panel, url, app);
  const now = Date.now();
  return { server, receiver, now, probes: await probeReceiver(server, receiver, now) };
}
