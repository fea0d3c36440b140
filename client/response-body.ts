/** The JSON text of a response. */
export interface CachedBody {
  readonly text: string;
  /** When it was received, in ms since the epoch. */
  readonly at: number;
}

/** Parses a body as of a later time: running durations have grown by then. Throws when it is not JSON. */
export function parseAsOf({ text, at }: CachedBody, now: number): unknown {
  return JSON.parse(text, (_name, value) =>
    isRunning(value) ? { ...value, durationMs: value.durationMs + now - at } : value,
  );
}

function isRunning(value: unknown): value is { durationMs: number } {
  const running = typeof value === 'object' && value !== null && 'endedAt' in value && value.endedAt === null;
  return running && 'durationMs' in value && typeof value.durationMs === 'number';
}
