/** The definition of a descriptive field: how a hook has it, how long it may be, how a row stores it. */
export interface DescriptiveField {
  /** Its names in a hook, the preferred one first. */
  readonly wire: readonly string[];
  /** `text` is stored as it reads, `json` (an object or a text) as JSON text. */
  readonly kind: 'text' | 'json';
  /** In bytes of JSON; a longer value is cut. With all others, and with the fields of one event, it fits an item of 400 KB. */
  readonly maxBytes: number;
  /** Any hook about the stream may set it; other fields are set by its own started and ended only. */
  readonly isTitle?: true;
}

/** In bytes of JSON. */
export const MAX_TEXT_BYTES = 32_000;

const TEXT = { kind: 'text', maxBytes: MAX_TEXT_BYTES } as const;

/**
 * The fields that describe a stream, under the names that rows and JSON have. A new one is an entry here and a row of
 * test/stream/fields.test.ts: types, extraction, storage and JSON follow.
 */
export const descriptiveFields = {
  name: { wire: ['streamName'], ...TEXT, isTitle: true },
  category: { wire: ['category'], ...TEXT, isTitle: true },
  metadata: { wire: ['metadata'], kind: 'json', maxBytes: 128_000 },
  room: { wire: ['mainTrackId', 'roomId'], ...TEXT },
  subscriberId: { wire: ['subscriberId'], ...TEXT },
} as const satisfies Record<string, DescriptiveField>;

export type DescriptiveName = keyof typeof descriptiveFields;

export const descriptiveNames = Object.keys(descriptiveFields) as DescriptiveName[]; // it has these keys, and no other

/** The measurements of a heartbeat: numbers, under the names that hooks, rows and JSON share. A `speed` of 1 is real time. */
export const healthFields = [
  'width',
  'height',
  'speed',
  'totalByteReceived',
  'inputQueueSize',
  'encodingQueueSize',
  'dropFrameCountInEncoding',
  'dropPacketCountInIngestion',
] as const;
