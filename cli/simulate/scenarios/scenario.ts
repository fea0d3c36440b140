import type { Random } from '../../../oracle/random.ts';
import type { SimulatedHook } from '../wire/fields-for.ts';
import { first, isSince, type Version } from '../wire/versions.ts';

/** The inputs of one copy of a scenario. */
export interface ScenarioContext {
  /** The stream id, unique among all copies and runs. */
  readonly id: string;
  readonly ams: Version;
  readonly random: Random;
}

/** A hook, and its time in ms after the start of the scenario. The same hook twice at the same time is a retry. */
export interface ScheduledHook {
  readonly at: number;
  readonly hook: SimulatedHook;
}

const SECOND = 1_000;

/** Schedules a hook, in seconds after the start of the scenario. */
export function at(seconds: number, hook: SimulatedHook): ScheduledHook {
  return { at: Math.round(seconds * SECOND), hook };
}

/** Creates a hook of an app. */
export function hook(
  action: string,
  fields: SimulatedHook['fields'],
  more: Omit<SimulatedHook, 'from' | 'fields'> = {},
): SimulatedHook {
  return { from: 'app', fields: { action, ...fields }, ...more };
}

/** Creates a hook of the whole server. On the wire each has the action highResourceUsage. */
export function serverHook(fields: SimulatedHook['fields']): SimulatedHook {
  return { from: 'server', fields: { action: 'highResourceUsage', ...fields } };
}

/** Creates the hook of a recording that is `seconds` long. A rendition has a suffix, such as `_1080p2500kbps`. */
export function vodReady(
  { id, random }: ScenarioContext,
  seconds: number,
  suffix = '',
  metadata?: string,
): SimulatedHook {
  const fields = {
    id,
    vodName: id + suffix,
    vodId: createVodId(random),
    duration: String(Math.round(seconds * SECOND)),
  };
  return hook('vodReady', fields, metadata === undefined ? {} : { metadata });
}

/** Returns the metadata of a broadcast that was published with these parameters. */
export function publishMetadata(ams: Version, parameters: Record<string, string>): { metadata?: string } {
  return isSince(ams, first.parametersAsMetadata) ? { metadata: JSON.stringify(parameters) } : {};
}

const VOD_ID_LENGTH = 24;
const VOD_ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function createVodId(random: Random): string {
  const letter = () => VOD_ID_CHARACTERS[Math.floor(random() * VOD_ID_CHARACTERS.length)] ?? '';
  return Array.from({ length: VOD_ID_LENGTH }, letter).join('');
}
