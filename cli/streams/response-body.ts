/** A JSON text that a receiver told. */
export interface CachedBody {
  readonly url: string;
  readonly text: string;
  /** When it came, in ms since the epoch. */
  readonly at: number;
}

/** What was told, as it is at a later time: whatever still runs is longer by then. Throws when it is no JSON. */
export function parseAsOf({ url, text, at }: CachedBody, now: number): unknown {
  try {
    return JSON.parse(text, (_name, value) =>
      isRunning(value) ? { ...value, durationMs: value.durationMs + now - at } : value,
    );
  } catch {
    throw new Error(`${url} answered with something else than JSON: expected a receiver of this project there.`);
  }
}

function isRunning(value: unknown): value is { durationMs: number } {
  const running = typeof value === 'object' && value !== null && 'endedAt' in value && value.endedAt === null;
  return running && 'durationMs' in value && typeof value.durationMs === 'number';
}
