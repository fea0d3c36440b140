import { type HookFields, readField, type TimedHook } from './sent-hook.ts';

/** Returns a clock (ms since the epoch) as text in JSON, null where there is none. */
export const iso = (at: number | null): string | null =>
  at !== null && Number.isFinite(at) ? new Date(at).toISOString() : null;

/** A value, and the clock of the hook that it comes from (ms since the epoch). */
export interface ClockedValue<T> {
  readonly value: T;
  readonly at: number;
}

/** Returns the value with the latest clock; of two with the same clock, the one with the greater JSON text. */
export function latest<T>(values: readonly ClockedValue<T>[]): ClockedValue<T> | undefined {
  const text = ({ value }: ClockedValue<T>) => JSON.stringify(value);
  return [...values].sort((a, b) => a.at - b.at || (text(a) < text(b) ? -1 : 1)).at(-1);
}

/** Returns the latest value that hooks have. */
export function latestOf<T>(
  hooks: readonly TimedHook[],
  read: (hook: TimedHook) => T,
): ClockedValue<NonNullable<T>> | undefined {
  return latest(
    hooks.flatMap((hook) => {
      const value = read(hook);
      return value == null ? [] : [{ value, at: hook.at }];
    }),
  );
}

/** Returns the measurements of a heartbeat. */
export function healthOf({ fields }: TimedHook) {
  return {
    width: numberOf(fields, 'width'),
    height: numberOf(fields, 'height'),
    speed: numberOf(fields, 'speed'),
    totalByteReceived: numberOf(fields, 'totalByteReceived'),
    inputQueueSize: numberOf(fields, 'inputQueueSize'),
    encodingQueueSize: numberOf(fields, 'encodingQueueSize'),
    dropFrameCountInEncoding: numberOf(fields, 'dropFrameCountInEncoding'),
    dropPacketCountInIngestion: numberOf(fields, 'dropPacketCountInIngestion'),
  };
}

/** An endpointFailed without metadata is the older form of a publishTimeoutError. */
export function errorOf({ action, fields }: TimedHook): { kind: string; detail: unknown } {
  const metadata = readField(fields, 'metadata');
  if (action === 'encoderNotOpenedError') return { kind: action, detail: null };
  if (action === 'publishTimeoutError' || metadata === null)
    return { kind: 'publishTimeoutError', detail: memberOf(metadata, 'subscriberId') };
  return { kind: action, detail: typeof metadata === 'string' ? metadata : memberOf(metadata, 'rtmp-url') };
}

/** A negative duration means that the media server could not read the file. */
export function recordingOf({ fields }: TimedHook) {
  const durationMs = numberOf(fields, 'duration');
  return {
    vodId: readField(fields, 'vodId'),
    name: readField(fields, 'vodName'),
    durationMs: durationMs !== null && durationMs < 0 ? null : durationMs,
  };
}

function numberOf(fields: HookFields, name: string): number | null {
  const value = readField(fields, name);
  return value === null ? null : Number(value);
}

const memberOf = (metadata: unknown, name: string): unknown =>
  typeof metadata === 'object' && metadata !== null ? readField({ ...metadata }, name) : null;
