import { InvalidArgumentError } from 'commander';
import { withServerStore } from '../servers/with-server-store.ts';

/** The place at which publishers and players find an application. */
export interface MediaServer {
  /** A name or an address, in brackets when it is one of IPv6. */
  readonly host: string;
  /** The name that the media server gives to the application, which need not be the app in the URL of its hooks. */
  readonly application: string;
}

/** Stands for the host of a media server that is not known. */
const PLACEHOLDER = 'MEDIA-SERVER';

/** Parses the host of a media server. Throws commander's error for anything else, such as a URL. */
export function parseHost(received: string): string {
  if (/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])$/.test(received)) return received;
  throw new InvalidArgumentError('Expected the name or the address of a host, such as media.example.com.');
}

/**
 * Returns the place at which an app is published: a host that is given, or else the registered media server. Where neither is known the
 * host is a placeholder: the key is none the worse for that.
 */
export async function findMediaServer(
  app: string,
  host: string | undefined,
  stack: string | undefined,
): Promise<MediaServer> {
  const registered = await findRegistered(app, stack).catch(() => undefined);
  return { host: PLACEHOLDER, application: app, ...registered, ...(host !== undefined && { host }) };
}

async function findRegistered(app: string, stack: string | undefined): Promise<MediaServer | undefined> {
  const servers = await withServerStore(stack, ({ list }) => list());
  const server = servers.find((each) => each.app === app);
  if (server === undefined) return undefined;
  const { hostname, pathname } = new URL(server.url);
  return { host: hostname, application: decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1)) };
}
