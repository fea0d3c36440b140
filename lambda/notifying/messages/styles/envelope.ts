import type { Announcement } from '../../../announcing/announcement.ts';
import type { Payload } from '../../notification.ts';

/** Makes the envelope of an announcement, as a rule of the bus delivers it. */
export function toEnvelope({ source, 'detail-type': type, time, detail }: Announcement): Payload {
  return { kind: 'post', id: detail.eventId, body: JSON.stringify({ source, 'detail-type': type, time, detail }) };
}
