import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Announcement } from '../lambda/announcing/announcement.ts';

/** An HTTP server that takes announcements and notes when each arrived. */
export class AnnouncementSink {
  /** When each announcement arrived first, by `performance.now()`, in ms. */
  readonly arrivals = new Map<string, number>();
  /** Announcements that arrived more than once. */
  duplicates = 0;
  readonly #server = createServer(async (request, response) => {
    const announcement = (await json(request)) as Announcement; // of `npm run events`
    this.#note(announcementKey(announcement['detail-type'], announcement.detail.id), performance.now());
    response.writeHead(204).end();
  });

  /** Listens, and returns the URL to post to. */
  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #note(key: string, at: number): void {
    if (this.arrivals.has(key)) this.duplicates++;
    else this.arrivals.set(key, at);
  }
}

/** Identifies an announcement in a load that announces each type of a stream once. */
export const announcementKey = (type: Announcement['detail-type'], id: string | null): string => `${type} ${id}`;
