/** The JSON text of a response. */
export interface CachedBody {
  readonly url: string;
  readonly text: string;
  /** When it was received, in ms since the epoch. */
  readonly at: number;
}

/** Parses a body as of a later time: running durations have grown by then. Throws when it is not JSON. */
export function parseAsOf({ url, text, at }: CachedBody, now: number): unknown {
  try {
    return JSON.parse(text, (_name, value) =>
      isRunning(value) ? { ...value, durationMs: value.durationMs + now - at } : value,
    );
  } catch {
    throw new Error(`${url} answered with something other than JSON: expected the URL of a receiver of this project.`);
  }
}

function isRunning(value: unknown): value is { durationMs: number } {
  const running = typeof value === 'object' && value !== null && 'endedAt' in value && value.endedAt === null;
  return running && 'durationMs' in value && typeof value.durationMs === 'number';
}
