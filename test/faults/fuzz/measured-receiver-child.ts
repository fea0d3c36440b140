import { writeLogLine } from '../../../lambda/function-env.ts';
import { startReceiver } from '../../../local/start-receiver.ts';

// A receiver in a process of its own, which reports its memory usage to the parent process.

const [endpoint, dataDir] = process.argv.slice(2);
if (endpoint === undefined || dataDir === undefined || global.gc === undefined || process.send === undefined)
  throw new Error('expected the arguments ENDPOINT and FOLDER, --expose-gc and an IPC channel');

const { gc } = global;
const send = process.send.bind(process);
const database = { endpoint, close: async () => {} };
const { url, token, close } = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, log: writeLogLine, database });

process.on('message', (command) => {
  if (command === 'heap') gc();
  send(process.memoryUsage());
});
process.on('SIGTERM', () => close().then(() => process.exit(0)));
send({ url, token });
