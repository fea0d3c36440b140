import { readFileSync } from 'node:fs';
import type { Hook, Manner } from '../../../cli/simulate/fields-for.ts';
import { type Encoding, versionOf } from '../../../cli/simulate/versions.ts';

/** What a captured request was meant to say, by whom and how. */
export interface Meaning {
  /** Under `fixtures/captures/`. */
  readonly capture: string;
  readonly hook: Hook;
  /** When it was composed, in ms since the epoch. */
  readonly at: number;
  readonly manner: Manner;
}

interface Indexed {
  readonly name: string;
  readonly ams: string;
  readonly encodings: readonly (Encoding | 'server')[];
  readonly vars: Readonly<Record<string, string | number | null>>;
  readonly metadata?: string;
  readonly publisherParameters?: Readonly<Record<string, string>>;
}

const index: Indexed[] = JSON.parse(
  readFileSync(new URL('../../fixtures/captures/index.json', import.meta.url), 'utf8'),
);

/** What each capture made with the server's HTTP client was meant to say, as far as a released server says it. */
export const indexed: Meaning[] = index
  .filter(({ ams }) => ams !== 'docs' && ams !== 'custom')
  .flatMap((one) => one.encodings.map((encoding) => indexedMeaning(one, encoding)));

function indexedMeaning({ name, ams, vars, ...more }: Indexed, encoding: Encoding | 'server'): Meaning {
  const { app, timestamp, metadata = more.metadata, ...fields } = vars;
  const { publisherParameters } = more;
  const hook: Hook = {
    from: encoding === 'server' ? 'server' : 'app',
    fields,
    ...(metadata != null && { metadata: String(metadata) }),
    ...(publisherParameters && { publisherParameters }),
  };
  const manner = mannerOf(ams, encoding === 'server' ? 'json' : encoding, String(app ?? 'LiveApp'));
  return { capture: `${name}.${encoding}.http`, hook, at: Number(timestamp ?? 0), manner };
}

export function mannerOf(ams: string, encoding: Encoding, app = 'LiveApp'): Manner {
  const version = versionOf(ams);
  if (version === undefined) throw new Error(`no version: ${ams}`);
  return { ams: version, encoding, app };
}
