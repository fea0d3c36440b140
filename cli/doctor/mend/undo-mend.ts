import { recommended } from '../../../words/media-server-settings.ts';
import type { PanelClient } from '../panel-client.ts';
import { maskUrl } from '../receiver-url.ts';
import { askFirst, type MendOptions } from './ask-first.ts';
import { findDifferences, listKeys } from './compare-documents.ts';
import { type DescribedChange, describeBroadcast, describeValue } from './describe-changes.ts';
import type { LeftAlone } from './left-alone.ts';
import { putHookUrls } from './put-hook-urls.ts';
import { describeUndo, type SettingsCopy, type UrlChange, writeCopy } from './settings-copy.ts';
import { sortUndoing } from './sort-undoing.ts';
import { storeSettings } from './store-settings.ts';
import { parseStoredSettings, readStoredSettings, type StoredSettings } from './stored-settings.ts';

/** What puts a copy back. */
export interface Undoing {
  readonly panel: PanelClient;
  readonly copy: SettingsCopy;
  readonly user: string | undefined;
  readonly options: MendOptions;
  /** Shows the changes before they are made, and what is left. */
  readonly show: (changes: readonly DescribedChange[], left: readonly LeftAlone[]) => void;
  readonly say: (text: string) => void;
}

/**
 * Puts a copy back, by the recipe by which the settings were changed, with a copy of its own. Returns the broadcasts that were not
 * changed, or with `dryRun` would not be. Throws when the settings could not be put back.
 */
export async function undoMend(undoing: Undoing): Promise<LeftAlone[]> {
  const { panel, copy, options, show } = undoing;
  const wanted = parseStoredSettings(copy.settings, copy.app);
  const shown = await readStoredSettings(panel, copy.app);
  assertSameRelease(wanted, shown);
  const source = { panel, app: copy.app, jwtSecret: shown.jwtSecret };
  const { broadcasts, left } = await sortUndoing(source, copy.broadcasts.map(reverse), options.restartSources === true);
  const changes = describeUndoing(broadcasts, wanted, shown);
  show(changes, left);
  if (options.dryRun || changes.length === 0) return [...left];
  await askFirst(options);
  const stored = await readStoredSettings(panel, copy.app);
  const changed = findDifferences(shown.document, stored.document);
  if (changed.length > 0)
    throw new Error(
      `The settings were changed meanwhile by somebody else, in ${listKeys(changed)}. Nothing was written: run it again.`,
    );
  return [...left, ...(await putBack(undoing, broadcasts, wanted, stored))];
}

async function putBack(
  { panel, copy, user, options, say }: Undoing,
  broadcasts: readonly UrlChange[],
  wanted: StoredSettings,
  stored: StoredSettings,
): Promise<LeftAlone[]> {
  const { app } = copy;
  const ownCopy: SettingsCopy = { ...copy, settings: stored.text, broadcasts };
  const undo = describeUndo(await writeCopy(ownCopy, Date.now()), ownCopy, user);
  say(undo);
  if (findDifferences(wanted.document, stored.document).length > 0)
    await storeSettings({ panel, app, before: stored.text, after: wanted.text, undo });
  const how = { restartSources: options.restartSources === true, showsProgress: !options.json };
  return putHookUrls({ panel, app, jwtSecret: wanted.jwtSecret, ...how }, broadcasts);
}

const reverse = ({ id, from, to }: UrlChange): UrlChange => ({ id, from: to, to: from });

/** Posted, a document of another release would set every key that it does not have to its default. */
function assertSameRelease(wanted: StoredSettings, stored: StoredSettings): void {
  const keys = Object.keys(stored.document);
  const missing = keys.filter((key) => !Object.hasOwn(wanted.document, key));
  const unknown = Object.keys(wanted.document).filter((key) => !Object.hasOwn(stored.document, key));
  if (missing.length + unknown.length === 0) return;
  throw new Error(
    `--undo: received a copy with other keys than the server has (${listKeys([...missing, ...unknown])}), expected one of this release: set the values by hand. Nothing was written.`,
  );
}

/** Of a URL only the host is shown: whether its token is good no longer matters. */
function describeUndoing(
  broadcasts: readonly UrlChange[],
  wanted: StoredSettings,
  stored: StoredSettings,
): DescribedChange[] {
  const settings = findDifferences(stored.document, wanted.document).map((key) => {
    const describe = describerOf(key);
    return { what: key, from: describe(stored.document[key]), to: describe(wanted.document[key]) };
  });
  return [...settings, ...broadcasts.map(({ id, from, to }) => describeBroadcast(id, mask(from), mask(to)))];
}

const mask = (value: unknown): string => maskUrl(typeof value === 'string' ? value : null, 'foreign');

/** Of a setting that is not ours nothing is shown. */
function describerOf(key: string): (value: unknown) => string {
  if (key === 'listenerHookURL') return mask;
  return key in recommended ? describeValue : () => 'a value (not shown)';
}
