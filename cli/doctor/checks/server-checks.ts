import { toShellWord } from '../../../terminal/shell.ts';
import { type Check, type Facts, fine, note } from '../finding.ts';
import { isReadableByOthers } from '../panel-url.ts';
import { type Destination, maskUrl } from '../receiver-url.ts';
import { hasSince } from '../server-facts.ts';
import { locate } from '../settle-destination.ts';
import { flawTexts, wantedUrl } from './webhook-url-check.ts';

const STATUS_KEY = 'server.statusWebHookURL';

/** Looks at the URL for events of the whole server, which stands in a file alone. */
export const checkStatusHook: Check = (facts) => {
  const { statusHookUrl: url } = facts.server;
  const what = 'Server events';
  const destination = locate(url, 'hooks', facts);
  const masked = maskUrl(url, destination, facts.receiver);
  if (destination === 'ours') return [fine(what, masked)];
  const mend = `on the server, in conf/red5.properties: ${STATUS_KEY}=${wantedUrl(facts)} (*** is the token), then restart it`;
  if (destination === 'none') {
    const found = url === undefined ? 'the panel does not tell it' : masked;
    const why = 'it is only in a file; without it nothing tells of high load or an unexpected shutdown';
    return [note(what, `${STATUS_KEY}: ${found}`, why, mend)];
  }
  const why = `events of the whole server, such as high load, go there: ${statusFlaws[destination] ?? flawTexts[destination]}`;
  const found = `${STATUS_KEY}: ${masked}`;
  if (destination in statusFlaws) return [note(what, found, why, mend)];
  return [{ what, grade: 'warning', found, wanted: wantedUrl(facts), why, mend }];
};

/** What may be meant: one URL has the events of a server, which may have several applications. */
const statusFlaws: Readonly<Partial<Record<Destination, string>>> = {
  foreign: 'another receiver has them, or nobody',
  otherApp: 'they are kept under another app, when its token permits that',
};

/** In ms. */
const MAX_CLOCK_DIFFERENCE_MS = 60_000;

/** Compares the clock of the server with ours. */
export const checkClock: Check = ({ server: { clockAheadMs, isRelayed } }) => {
  const what = 'Clock';
  if (clockAheadMs === null) return [note(what, 'not told', 'its answers have no date')];
  const seconds = Math.round(Math.abs(clockAheadMs) / 1_000);
  const difference =
    seconds <= 1 ? 'the same as ours' : `${seconds} s ${clockAheadMs < 0 ? 'behind' : 'ahead of'} ours`;
  const text = `${difference}${isRelayed ? ', of the proxy or CDN that answers' : ''}`;
  if (Math.abs(clockAheadMs) <= MAX_CLOCK_DIFFERENCE_MS) return [fine(what, text)];
  if (isRelayed) return [note(what, text, 'that of the media server is not told', 'look at it on the server: date -u')];
  return [
    {
      what,
      grade: 'warning',
      found: text,
      wanted: `at most ${MAX_CLOCK_DIFFERENCE_MS / 1_000} s`,
      why: 'times of streams are those of the server: starts and ends are wrong by as much, and a clock more than 2 min ahead counts for none',
      mend: 'set both clocks by NTP',
    },
  ];
};

/** Looks for keys that 3.0 does not read. What is in the file shows only where it reached the settings. */
export const checkPrefixedKeys: Check = ({ server: { release, settings, app } }) => {
  const what = 'Keys of 3.0';
  const isNew = hasSince(release, '3.0.0');
  const grep = `on the server: grep -n '^settings\\.' webapps/${toShellWord(app)}/WEB-INF/red5-web.properties; write each key without settings. in front`;
  if (settings.prefixedKeys > 0)
    return [
      {
        what,
        grade: 'warning',
        found: `${settings.prefixedKeys} that begin with settings.`,
        wanted: 'none',
        why: `3.0 ${isNew ? 'does' : 'will'} not read them: webhook URL, authoriser and allow-list may be dropped`,
        mend: grep,
      },
    ];
  const why = isNew
    ? 'it ignores every settings.… key of the file, which the panel does not show: after an update the webhook URL, the authoriser (then everybody may publish) and the allow-list may be gone'
    : 'an update to 3.0 ignores every settings.… key of the file, which the panel does not show';
  return [note(what, 'none that the panel shows', why, isNew ? grep : `before the update, ${grep}`)];
};

/** Says whether streams are recorded. */
export const checkRecording: Check = ({ server: { settings } }: Facts) => {
  const what = 'Recording';
  return [
    settings.isRecording
      ? note(what, 'on', 'each file is told by vodReady')
      : note(what, 'off', 'there are no recordings to be told of, but for streams that have it on for themselves'),
  ];
};

/** Looks at the connection to the panel. */
export const checkConnection: Check = ({ server: { url } }) => {
  if (!isReadableByOthers(url)) return [];
  return [
    {
      what: 'Panel',
      grade: 'warning',
      found: url,
      wanted: 'https, or a tunnel',
      why: 'others can read what logged the doctor in, and all settings',
      mend: 'ssh -L 5080:127.0.0.1:5080 to the server, then --server http://127.0.0.1:5080',
    },
  ];
};
