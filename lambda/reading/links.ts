import { encodeName } from '../stream/names.ts';

/** Templates of URLs, such as `https://bucket.example/{app}/{name}.mp4`; an empty one links nothing. */
export interface LinkTemplates {
  /** Of a recording: may contain `{app}`, `{id}`, `{name}` and `{vodId}`. */
  readonly recordingUrl: string;
  /** Of a live stream's player: may contain `{app}` and `{id}`. */
  readonly playUrl: string;
}

export const noLinks: LinkTemplates = { recordingUrl: '', playUrl: '' };

/** The part of a recording that its URL is made of. */
interface LinkableRecording {
  readonly vodId: string | null;
  readonly name: string | null;
}

/** Adds its `url` to a recording of a stream, where there is a template: null when a value is missing or unfit for a URL. */
export function linkRecording<T extends LinkableRecording>(
  { recordingUrl }: LinkTemplates,
  { app, id }: { readonly app: string; readonly id: string },
  recording: T,
): T & { url?: string | null } {
  if (recordingUrl === '') return recording;
  const { name, vodId } = recording;
  return { ...recording, url: fillTemplate(recordingUrl, { app, id, name, vodId }) };
}

/** The part of a stream that its links are made of. */
interface LinkableStream {
  readonly app: string;
  readonly id: string;
  readonly status: string;
  readonly lastRecording: LinkableRecording | null;
}

/** Adds its `playUrl` to a stream, where there is a template: null unless it is live. Links its last recording as well. */
export function linkStream<T extends LinkableStream>(
  links: LinkTemplates,
  stream: T,
): T & { lastRecording: (T['lastRecording'] & { url?: string | null }) | null; playUrl?: string | null } {
  const { app, id, status, lastRecording } = stream;
  const { playUrl } = links;
  return {
    ...stream,
    lastRecording: lastRecording && linkRecording<NonNullable<T['lastRecording']>>(links, stream, lastRecording),
    ...(playUrl !== '' && { playUrl: status === 'live' ? fillTemplate(playUrl, { app, id }) : null }),
  };
}

/** Fills a template with encoded values; null when one is missing, or a browser would take it for a step between folders. */
function fillTemplate(template: string, values: Readonly<Record<string, string | null>>): string | null {
  const names = [...template.matchAll(placeholders)].map(([, name = '']) => name);
  if (names.some((name) => unfit.includes(values[name] ?? ''))) return null;
  return template.replace(placeholders, (_placeholder, name: string) => encodeName(values[name] ?? ''));
}

const placeholders = /\{(\w+)\}/g;

const unfit = ['', '.', '..'];
