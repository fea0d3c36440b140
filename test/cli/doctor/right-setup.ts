import { authoriseUrl, webhookUrl } from '../../../local/webhook-urls.ts';
import type { ReceiverUnderTest } from '../../local/use-receiver.ts';
import { type CapturedRelease, capturedData, LIVE_FOR_MS, LIVE_SINCE, type PanelData } from './fake-panel.ts';

/** Returns what a panel of a release answers when it is set up right for a receiver. */
export function rightData(
  release: CapturedRelease,
  { url, token }: Pick<ReceiverUnderTest, 'url' | 'token'>,
): PanelData {
  const data = capturedData(release);
  const hook = webhookUrl(url, 'LiveApp', token);
  const right: Record<string, unknown> = {
    listenerHookURL: hook,
    webhookRetryCount: 3,
    webhookStreamStatusUpdatePeriodMs: 5_000,
    webhookAuthenticateURL: authoriseUrl(url, 'publish', 'LiveApp', token),
    webhookPlayAuthUrl: authoriseUrl(url, 'play', 'LiveApp', token),
  };
  for (const [key, value] of Object.entries(right)) if (key in data.settings) data.settings[key] = value;
  for (const broadcast of data.broadcasts) broadcast.listenerHookURL = hook;
  return data;
}

/** Tells a receiver that a stream started a minute ago, or ended now. */
export async function tell(receiver: ReceiverUnderTest, id: string, action: string): Promise<void> {
  const timestamp = action === 'liveStreamStarted' ? LIVE_SINCE : Date.now() - LIVE_FOR_MS / 2;
  await receiver.postHook('LiveApp', { id, action, timestamp: String(timestamp) });
}
