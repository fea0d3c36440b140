import { beforeAll, expect, test } from 'vitest';
import { AnnouncementQueue } from './announcement-queue.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

/** Enough for a busy machine, in ms. */
const eventually = { timeout: 60_000, interval: 200 };

describeOnAccount('the announcements of a deployed stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Announces');
  let queue: AnnouncementQueue;
  let url: string;
  let token: string;

  const hook = (id: string, action: string, timestamp: number, fields = {}) =>
    fetch(`${url}/hooks/LiveApp/${token}`, {
      method: 'POST',
      body: JSON.stringify({ action, id, timestamp, ...fields }),
    });
  const typesOf = async (id: string) =>
    (await queue.receive()).filter(({ detail }) => detail.id === id).map((announcement) => announcement['detail-type']);

  beforeAll(async () => {
    await stack.deploy({ sweepMinutes: 60 });
    queue = await AnnouncementQueue.on(endpoint, await stack.readOutput('EventBusName'));
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
  });

  test('reach a queue by a rule, in order', async () => {
    const at = Date.now() - 60_000;
    await hook('camera', 'liveStreamStarted', at);
    await hook('camera', 'liveStreamEnded', at + 30_000);
    await expect.poll(() => typesOf('camera'), eventually).toEqual(['Stream Started', 'Stream Ended']);
  });
});
