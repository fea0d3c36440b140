import type { Colours } from '../terminal/text-table.ts';
import { encodePathSegment } from './http/gateway-path.ts';

/** The app that Ant Media Server brings along: meant where nobody names one. */
export const DEFAULT_APP = 'LiveApp';

/** What the media server is given. */
export const webhookUrl = (url: string, app: string, secret: string): string =>
  `${url}/hooks/${encodePathSegment(app)}/${secret}`;

/** What a browser is given: it keeps what is behind the `#` to itself. */
export const boardUrl = (url: string, secret: string): string => `${url}/#${secret}`;

/** The lines, as `npm start` prints them. */
export const webhookLine = (url: string, colours: Colours): string => `Webhook URL   ${colours.cyan(url)}`;
export const boardLine = (url: string, colours: Colours): string => `Status board  ${colours.cyan(url)}`;
export const readTokenLine = (secret: string, colours: Colours): string => `Read token    ${colours.cyan(secret)}`;
