import type { KeyUse } from '../lambda/stream/refusal.ts';
import type { Colours } from '../terminal/text-table.ts';
import { encodePathSegment } from './http/gateway-path.ts';

/** The app of a new Ant Media Server, used where none is named. */
export const DEFAULT_APP = 'LiveApp';

/** The URL for the settings of the media server. */
export const webhookUrl = (url: string, app: string, secret: string): string =>
  `${url}/hooks/${encodePathSegment(app)}/${secret}`;

/** The URL for a browser, which does not send the part after `#` to the server. */
export const boardUrl = (url: string, secret: string): string => `${url}/#${secret}`;

/** The lines that `npm start` prints; other programs read the first two. */
export const webhookLine = (url: string, colours: Colours): string => `Webhook URL   ${colours.cyan(url)}`;
export const boardLine = (url: string, colours: Colours): string => `Status board  ${colours.cyan(url)}`;
export const readTokenLine = (secret: string, colours: Colours): string => `Read token    ${colours.cyan(secret)}`;

/** The URLs at which the media server asks who may publish and play: its settings `webhookAuthenticateURL` and `webhookPlayAuthUrl`. */
export const authoriseUrl = (url: string, use: KeyUse, app: string, secret: string): string =>
  `${url}/authorize/${use}/${encodePathSegment(app)}/${secret}`;
export const authoriseLine = (url: string, colours: Colours): string => `Authorise URL ${colours.cyan(url)}`;
