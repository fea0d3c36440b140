import { writeLogLine } from '../../../lambda/required-env.ts';
import { startReceiver } from '../../../local/start-receiver.ts';

// The receiver in a process of its own, for what is measured of it. It tells its memory to whoever started it.

const [endpoint, dataDir] = process.argv.slice(2);
if (endpoint === undefined || dataDir === undefined || global.gc === undefined || process.send === undefined)
  throw new Error('expected an endpoint and a folder, --expose-gc, and a channel to whoever starts this');

const { gc } = global;
const send = process.send.bind(process);
const database = { endpoint, close: async () => {} };
const { url, token, close } = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, log: writeLogLine, database });

process.on('message', (asked) => {
  if (asked === 'heap') gc();
  send(process.memoryUsage());
});
process.on('SIGTERM', () => close().then(() => process.exit(0)));
send({ url, token });
