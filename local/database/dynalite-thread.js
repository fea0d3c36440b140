// JavaScript, because Node starts a thread without tsx.
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { Level } from 'level';
import { guard } from './dynalite-guard.js';
import { clearJournal, DynaliteJournal, withStore } from './dynalite-journal.js';

/**
 * Adds the method `return` to the iterators of level 10: dynalite 4.0.0 closes the iterator of a query with it, and each
 * iterator that stays open leaks memory and deleted rows.
 */
function addIteratorReturn() {
  const everyLevel = Object.getPrototypeOf(Level.prototype); // also of the one in memory
  for (const name of ['keys', 'values']) {
    const make = everyLevel[name];
    everyLevel[name] = function (...options) {
      const iterator = make.apply(this, options);
      iterator.return ??= () => iterator.close();
      return iterator;
    };
  }
}

addIteratorReturn();
const { path, accessKeyId, journalPort, maxJournalled } = workerData;
const { server, store } = withStore(() => dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
guard(server, accessKeyId);
const journal = journalPort && new DynaliteJournal(store, journalPort, maxJournalled);
await (journal ? journal.open() : clearJournal(store));
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));

parentPort?.once('message', () => {
  server.close(() => {
    journal?.close();
    parentPort?.close();
  });
  server.closeAllConnections();
});
