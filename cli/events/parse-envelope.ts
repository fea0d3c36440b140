import { type Announcement, SOURCE } from '../../lambda/announcing/announcement.ts';

/**
 * Parses an event as a rule of EventBridge delivers it, and returns the four fields of the envelope; undefined for another
 * event. The detail is that of any version: only that it says whose it is is checked.
 */
export function parseEnvelope(body: string): Announcement | undefined {
  const { source, 'detail-type': type, time, detail } = parseObject(body);
  const isEnvelope = source === SOURCE && typeof type === 'string' && typeof time === 'string';
  if (!isEnvelope || Number.isNaN(Date.parse(time)) || !isDetail(detail)) return undefined;
  return { source, 'detail-type': type, time, detail } as Announcement;
}

function parseObject(body: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(body) };
  } catch {
    return {};
  }
}

const isDetail = (detail: unknown): boolean =>
  typeof detail === 'object' &&
  detail !== null &&
  'app' in detail &&
  typeof detail.app === 'string' &&
  'id' in detail &&
  (typeof detail.id === 'string' || detail.id === null);
