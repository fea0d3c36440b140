import type { Hook } from './fields-for.ts';
import { measuredAt } from './heartbeats.ts';
import { randomOf } from './random.ts';
import { deliveryOf } from './run-plan.ts';
import { type Cast, hook, vodReady } from './scenario.ts';
import { type Answer, send } from './send.ts';
import type { Settings } from './simulate-settings.ts';

/** Sends one hook about a stream, a room or a server's host. Throws when the version sends none of this action. */
export async function sendSingle(action: string, id: string, settings: Settings): Promise<Answer> {
  const { url, ams, encoding, app, seed, retries } = settings;
  const single = hookOf(action, { id, ams, random: randomOf(seed) });
  const delivery = deliveryOf(single, Date.now(), { ams, encoding, app }, url.host);
  if (delivery === undefined)
    throw new Error(`--send: received ${action}, expected one that this version sends in ${encoding}: see --ams.`);
  return send(url, delivery.request, single.from === 'server' ? 0 : retries);
}

function hookOf(action: string, cast: Cast): Hook {
  const { id, random } = cast;
  if (action === 'vodReady') return vodReady(cast, 60);
  if (action === 'highResourceUsage') return { from: 'server', fields: { action, host: id } };
  if (action === 'endpointFailed')
    return hook(action, { id }, { metadata: '{"rtmp-url":"rtmp://example.com/live/KEY"}' });
  if (action === 'liveStreamStatus') return hook(action, { id, ...measuredAt(1, random) });
  if (tellOfTrack.includes(action)) return hook(action, { id: `${id}-track`, mainTrackId: id, roomId: id });
  return hook(action, tellOfViewer.includes(action) ? { id, subscriberId: 'viewer-1' } : { id });
}

const tellOfTrack = ['firstActiveTrackAddedInMainTrack', 'subtrackAddedInTheMainTrack', 'subtrackLeftTheMainTrack'];
const tellOfViewer = ['playStarted', 'playStopped'];
