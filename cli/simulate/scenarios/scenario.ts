import type { Random } from '../random.ts';
import type { Hook } from '../wire/fields-for.ts';
import { first, isSince, type Version } from '../wire/versions.ts';

/** Who plays in one copy of a scenario, and what the media server of that version can do. */
export interface ScenarioContext {
  /** The stream's id, unlike any of another copy or run. */
  readonly id: string;
  readonly ams: Version;
  readonly random: Random;
}

/** A hook and when the media server composes it, in ms after the scenario's start. The same hook at the same time again is a retry. */
export interface ScheduledHook {
  readonly at: number;
  readonly hook: Hook;
}

const SECOND = 1_000;

/** A moment at a time in seconds after the scenario's start. */
export function at(seconds: number, hook: Hook): ScheduledHook {
  return { at: Math.round(seconds * SECOND), hook };
}

/** A hook of an app, under its wire name. */
export function hook(action: string, fields: Hook['fields'], more: Omit<Hook, 'from' | 'fields'> = {}): Hook {
  return { from: 'app', fields: { action, ...fields }, ...more };
}

/** A recording of a stream that is ready, `seconds` long; a rendition has a suffix, such as `_1080p2500kbps`. */
export function vodReady({ id, random }: ScenarioContext, seconds: number, suffix = '', metadata?: string): Hook {
  const fields = {
    id,
    vodName: id + suffix,
    vodId: createVodId(random),
    duration: String(Math.round(seconds * SECOND)),
  };
  return hook('vodReady', fields, metadata === undefined ? {} : { metadata });
}

/** The metadata that a broadcast has when it was published with these parameters. */
export function publishMetadata(ams: Version, parameters: Record<string, string>): { metadata?: string } {
  return isSince(ams, first.parametersAsMetadata) ? { metadata: JSON.stringify(parameters) } : {};
}

const VOD_ID_LENGTH = 24;
const VOD_ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function createVodId(random: Random): string {
  const letter = () => VOD_ID_CHARACTERS[Math.floor(random() * VOD_ID_CHARACTERS.length)] ?? '';
  return Array.from({ length: VOD_ID_LENGTH }, letter).join('');
}
