import { recommended } from '../../../words/media-server-settings.ts';
import { type Check, type Finding, fine, inSettings, note, orByHand } from '../finding.ts';

const JSON_TYPE = recommended.webhookContentType;
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Looks at the encoding of hooks. */
export const checkContentType: Check = ({ server: { settings, app } }) => {
  const { webhookContentType: type } = settings;
  const what = 'Content type';
  if (type === undefined)
    return [note(what, 'forms only', 'this release has no other (JSON is since 2.10): 東京 arrives as ??')];
  if (type === JSON_TYPE) return [fine(what, type)];
  if (type !== FORM_TYPE)
    return [
      note(
        what,
        type ? 'another text' : 'nothing',
        'the server takes it for JSON',
        inSettings(app, 'webhookContentType', JSON_TYPE),
      ),
    ];
  return [
    {
      what,
      grade: 'warning',
      found: FORM_TYPE,
      wanted: JSON_TYPE,
      why: 'a form loses the letters that Latin-1 does not have: 東京 arrives as ??',
      mend: orByHand(app, 'webhookContentType', JSON_TYPE),
    },
  ];
};

/** Looks at how often a hook that failed is sent again. */
export const checkRetryCount: Check = ({ server: { settings, app } }) => {
  const { webhookRetryCount: count } = settings;
  const what = 'Retry count';
  if (count === undefined) return [note(what, 'none', 'this release sends nothing again (since 2.9)')];
  if (count >= recommended.webhookRetryCount) return [fine(what, `${count}`)];
  const isOff = count <= 0;
  return [
    {
      what,
      grade: isOff ? 'lost' : 'warning',
      found: `${count}`,
      wanted: `${recommended.webhookRetryCount}`,
      why: isOff
        ? 'a hook that fails once is lost, and the server does not even log it'
        : 'a short outage may outlast it',
      mend: orByHand(app, 'webhookRetryCount', recommended.webhookRetryCount),
    },
  ];
};

/** The delays that are waited between two tries, in ms: below, all are over before an outage is; above, one overtakes the next session. */
const MIN_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/** What becomes of a delay, and how it stays. Each release that retries reads this key without `settings.`; 3.0 reads no other. */
const FALLS_BACK =
  'set in the panel it falls back to 1000 at a restart; in red5-web.properties the key is webhookRetryAttemptDelay';

/** Looks at the time between two tries. */
export const checkRetryDelay: Check = ({ server: { settings, app } }) => {
  const { webhookRetryDelay: delay } = settings;
  const what = 'Retry delay';
  if (delay === undefined) return [note(what, 'none', 'this release sends nothing again (since 2.9)')];
  const wanted = recommended.webhookRetryDelay;
  if (delay === wanted) return [fine(what, `${delay} ms`)];
  const isUsable = delay >= MIN_DELAY_MS && delay <= MAX_DELAY_MS;
  const finding: Finding = {
    what,
    grade: isUsable ? 'note' : 'warning',
    found: `${delay} ms`,
    wanted: `${wanted} ms`,
    why: isUsable
      ? FALLS_BACK
      : `${delay < MIN_DELAY_MS ? 'all tries are over before an outage is' : 'a hook comes long after it happened'}; ${FALLS_BACK}`,
    mend: (isUsable ? inSettings : orByHand)(app, 'webhookRetryDelay', wanted),
  };
  return [finding];
};
