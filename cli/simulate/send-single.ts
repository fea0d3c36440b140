import { createRandom } from '../../oracle/random.ts';
import { toDelivery } from './run-plan.ts';
import { randomHealth } from './scenarios/heartbeats.ts';
import { hook, type ScenarioContext, vodReady } from './scenarios/scenario.ts';
import type { SimulationSettings } from './simulate-settings.ts';
import type { SimulatedHook } from './wire/fields-for.ts';
import { type HookAnswer, send } from './wire/send.ts';
import { actionSince, first, isSince, type Version } from './wire/versions.ts';

/** Sends one hook of a stream, a room or the host of a server. Throws when the version does not send this action. */
export async function sendSingle(action: string, id: string, settings: SimulationSettings): Promise<HookAnswer> {
  const { url, ams, encoding, app, seed, retries } = settings;
  const single = createHook(action, { id, ams, random: createRandom(seed) });
  const delivery = toDelivery(single, Date.now(), { ams, encoding, app }, url.host);
  if (delivery === undefined) throw new Error(`--send: received ${action}, ${explainUnsent(action, ams)}`);
  return send(url, delivery.request, single.from === 'server' ? 0 : retries);
}

/** A version that sends an action leaves out only the heartbeat of a stream without a name, in a form. */
function explainUnsent(action: string, ams: Version): string {
  const since = actionSince[action] ?? first.webhooks;
  if (!isSince(ams, since)) return `expected one that this version sends: --ams ${since} and later send it.`;
  return 'expected --encoding json: this stream has no name, and the media server sends no heartbeat without a name in a form.';
}

function createHook(action: string, context: ScenarioContext): SimulatedHook {
  const { id, random } = context;
  if (action === 'vodReady') return vodReady(context, 60);
  if (action === 'highResourceUsage') return { from: 'server', fields: { action, host: id } };
  if (action === 'endpointFailed')
    return hook(action, { id }, { metadata: '{"rtmp-url":"rtmp://example.com/live/KEY"}' });
  if (action === 'liveStreamStatus') return hook(action, { id, ...randomHealth(1, random) });
  if (trackActions.includes(action)) return hook(action, { id: `${id}-track`, mainTrackId: id, roomId: id });
  return hook(action, viewerActions.includes(action) ? { id, subscriberId: 'viewer-1' } : { id });
}

const trackActions = ['firstActiveTrackAddedInMainTrack', 'subtrackAddedInTheMainTrack', 'subtrackLeftTheMainTrack'];
const viewerActions = ['playStarted', 'playStopped'];
