// JavaScript, for a thread is started by Node itself, without what turns TypeScript into it elsewhere.
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { guard } from './dynalite-guard.js';
import { letIteratorsEnd } from './level-iterators.js';

letIteratorsEnd();
const { path, accessKeyId } = workerData;
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
guard(server, accessKeyId);
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));

parentPort?.once('message', () => {
  server.close(() => parentPort?.close());
  server.closeAllConnections();
});
