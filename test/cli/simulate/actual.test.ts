import { expect, test } from 'vitest';
import { fetchServerEvents } from '../../../cli/simulate/actual.ts';
import { useReceiver } from '../../local/use-receiver.ts';

const receiver = useReceiver();

test('more servers than a page holds are all found', async () => {
  const hosts = Array.from({ length: 101 }, (_, n) => `ams-${n}`);
  const send = (host: string) => receiver.postHook('LiveApp', { action: 'highResourceUsage', host });
  await Promise.all(hosts.map(send));
  const found = await fetchServerEvents({ url: receiver.url, app: 'LiveApp', token: receiver.token });
  expect([...found.keys()].toSorted()).toEqual(hosts.toSorted());
});
