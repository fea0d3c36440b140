import type { SweepPolicy } from '../../lambda/sweeping/sweep.ts';
import type { Settings } from '../../lib/settings/settings.ts';

type SweepSettings = Pick<Settings, 'sweepMinutes' | 'presumeEndedMinutes'>;

/** The values that a variable accepts besides 0. */
interface Bounds {
  readonly min: number;
  readonly max: number;
  /** The accepted values, in words. */
  readonly expected: string;
}

/** Sweeps that follow each other faster would only wait for each other. */
const seconds: Bounds = { min: 0.1, max: 3_600, expected: 'a number from 0.1 to 3600, or 0 for no sweeps' };
const minutes: Bounds = { min: 0, max: 1_440, expected: 'a number from 0 (never) to 1440' };

/**
 * Returns the times of the sweeps: those of the settings, unless the variables SWEEP_SECONDS and PRESUME_ENDED_MINUTES have
 * others, of which fractions are accepted. Throws one line when one of them cannot be used.
 */
export function sweepPolicyOf(settings: SweepSettings, env: NodeJS.ProcessEnv = {}): SweepPolicy {
  return {
    sweepMs: (readNumber(env, 'SWEEP_SECONDS', seconds) ?? settings.sweepMinutes * 60) * 1_000,
    presumeEndedMs: (readNumber(env, 'PRESUME_ENDED_MINUTES', minutes) ?? settings.presumeEndedMinutes) * 60_000,
  };
}

/** Undefined when the variable is absent or empty. */
function readNumber(env: NodeJS.ProcessEnv, name: string, { min, max, expected }: Bounds): number | undefined {
  const received = env[name] || undefined;
  if (received === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(received) ? Number(received) : Number.NaN;
  if (value === 0 || (value >= min && value <= max)) return value;
  throw new Error(`${name}: received "${received}", expected ${expected}.`);
}
