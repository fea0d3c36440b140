import { readFileSync } from 'node:fs';
import type { Dialect, SimulatedHook } from '../../../cli/simulate/wire/fields-for.ts';
import { type Encoding, parseVersion } from '../../../cli/simulate/wire/versions.ts';

/** The hook, time and dialect from which the simulator creates a captured request. */
export interface CaptureInput {
  /** Under `fixtures/captures/`. */
  readonly capture: string;
  readonly hook: SimulatedHook;
  /** The time of the hook, in ms since the epoch. */
  readonly at: number;
  readonly dialect: Dialect;
}

interface CaptureIndexRow {
  readonly name: string;
  readonly ams: string;
  readonly encodings: readonly (Encoding | 'server')[];
  readonly vars: Readonly<Record<string, string | number | null>>;
  readonly metadata?: string;
  readonly publisherParameters?: Readonly<Record<string, string>>;
}

const index: CaptureIndexRow[] = JSON.parse(
  readFileSync(new URL('../../fixtures/captures/index.json', import.meta.url), 'utf8'),
);

/** The inputs of the captures in index.json that a released server would send. */
export const indexedInputs: CaptureInput[] = index
  .filter(({ ams }) => ams !== 'docs' && ams !== 'custom')
  .flatMap((one) => one.encodings.map((encoding) => toCaptureInput(one, encoding)));

function toCaptureInput({ name, ams, vars, ...more }: CaptureIndexRow, encoding: Encoding | 'server'): CaptureInput {
  const { app, timestamp, metadata = more.metadata, ...fields } = vars;
  const { publisherParameters } = more;
  const hook: SimulatedHook = {
    from: encoding === 'server' ? 'server' : 'app',
    fields,
    ...(metadata != null && { metadata: String(metadata) }),
    ...(publisherParameters && { publisherParameters }),
  };
  const dialect = dialectOf(ams, encoding === 'server' ? 'json' : encoding, String(app ?? 'LiveApp'));
  return { capture: `${name}.${encoding}.http`, hook, at: Number(timestamp ?? 0), dialect };
}

export function dialectOf(ams: string, encoding: Encoding, app = 'LiveApp'): Dialect {
  const version = parseVersion(ams);
  if (version === undefined) throw new Error(`no version: ${ams}`);
  return { ams: version, encoding, app };
}
