import { hasAttribute, readText } from '../../attributes.ts';
import type { Item, Projection } from '../../table.ts';

/** Selects the key of a row, and the stream that it is about; `app` and `id` could become reserved words. */
export const keyAndStream: Projection = {
  ProjectionExpression: 'pk, sk, #app, #id',
  ExpressionAttributeNames: { '#app': 'app', '#id': 'id' },
};

/** Reads which stream a row is about, of what waits, of a dead letter or of a memory; undefined for another row, and for one of a media server. */
export const readRowStream = (row: Item): { readonly app: string; readonly id: string } | undefined =>
  hasAttribute(row, 'id') ? { app: readText(row, 'app'), id: readText(row, 'id') } : undefined;
