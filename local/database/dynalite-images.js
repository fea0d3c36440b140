// JavaScript, because the thread that imports it runs without tsx.
import db from 'dynalite/db/index.js';

/** The table whose writes are journalled. */
export const STREAMS_TABLE = 'streams';

/**
 * Returns the image before the write by the row that is written, of the writes that may be announced. dynalite passes both to
 * `updateIndexes` before it writes the row, while it holds the row's lock.
 */
export function rememberImages() {
  const images = new WeakMap();
  const { updateIndexes } = db;
  db.updateIndexes = (store, table, before, after, callback) => {
    if (table.TableName === STREAMS_TABLE && after && mayBeAnnounced(before, after)) images.set(after, before);
    updateIndexes(store, table, before, after, callback);
  };
  return images;
}

/** Whether a deployed announcer would receive this write: the filters of its event source mapping. */
function mayBeAnnounced(before, { moved, recording, error, kind, refused, pk }) {
  if (moved?.S === '1') return true;
  if (before) return false;
  const isServerEvent = isText(kind) && pk.S.startsWith('host#');
  return isText(recording) || isText(error) || isServerEvent || refused?.S === 'publish';
}

const isText = (attribute) => attribute?.S !== undefined;
