import { expect, test } from 'vitest';
import { fetchServerEvents } from '../../../cli/simulate/actual.ts';
import { useReceiver } from '../../local/use-receiver.ts';

const receiver = useReceiver();

test('servers on more than one page are all found', async () => {
  const hosts = Array.from({ length: 101 }, (_, n) => `ams-${n}`);
  const send = (host: string) => receiver.postHook('LiveApp', { action: 'highResourceUsage', host });
  await Promise.all(hosts.map(send));
  const found = await fetchServerEvents({ url: receiver.url, app: 'LiveApp', token: receiver.token });
  expect([...found.keys()].toSorted()).toEqual(hosts.toSorted());
});
