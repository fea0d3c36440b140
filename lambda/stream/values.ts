/** A JSON value, as it came in a hook. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a heartbeat measured; null where it did not say, or said no number. */
export interface Health {
  readonly width: number | null;
  readonly height: number | null;
  /** How fast the encoder sends: 1 is real time. */
  readonly speed: number | null;
  readonly totalByteReceived: number | null;
  readonly inputQueueSize: number | null;
  readonly encodingQueueSize: number | null;
  readonly dropFrameCountInEncoding: number | null;
  readonly dropPacketCountInIngestion: number | null;
}

export interface StreamError {
  /** The meaning, which is not always the wire's action. */
  readonly kind: 'endpointFailed' | 'publishTimeoutError' | 'encoderNotOpenedError';
  readonly detail: string | null;
}

export interface Recording {
  readonly vodId: string | null;
  readonly name: string | null;
  readonly durationMs: number | null;
}

/** What describes a stream; each keeps the value with the latest clock. */
export interface DescriptiveFields {
  readonly name: string;
  readonly category: string;
  readonly metadata: Json;
  readonly room: string;
  readonly subscriberId: string;
}

/** The wire's action that brought a value: the latest of them is the stream's last event. */
export interface WithAction {
  readonly action: string;
}

/** Where a hook came from. */
export interface WithNode {
  /** The address of the media server: of a cluster, of one machine. Absent where it was not kept, as 0.2.0 did not. */
  readonly node?: string;
}

/** What happened last, one for each class of events, so that events of different classes never wait for each other. */
export interface LatestByClass {
  readonly lifecycle: WithAction & WithNode;
  readonly health: WithAction & WithNode & Health;
  readonly lastError: WithAction & StreamError;
  readonly lastRecording: WithAction & Recording;
  readonly activity: WithAction;
}

export type RegisterValues = Partial<DescriptiveFields & LatestByClass>;
export type RegisterName = keyof RegisterValues;

/** The fields that have a value, each with it. */
export function valueEntries(values: RegisterValues): [RegisterName, NonNullable<RegisterValues[RegisterName]>][] {
  return Object.entries(values) as [RegisterName, NonNullable<RegisterValues[RegisterName]>][]; // Values has no other names, and none is undefined
}
