import type { DescriptiveName, descriptiveFields, healthFields } from './fields.ts';

/** A JSON value, as it came in a hook. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The measurements of a heartbeat; null where the hook has no number. */
export type Health = { readonly [F in (typeof healthFields)[number]]: number | null };

export interface StreamError {
  /** The meaning, which is not always the wire's action. */
  readonly kind: string;
  readonly detail: string | null;
}

export interface Recording {
  readonly vodId: string | null;
  readonly name: string | null;
  readonly durationMs: number | null;
}

/** The fields that describe a stream; each has the value with the latest clock. */
export type DescriptiveFields = {
  readonly [F in DescriptiveName]: (typeof descriptiveFields)[F]['kind'] extends 'text' ? string : Json;
};

/** The wire's name of the action that set a value: the latest one is the stream's last event. */
export interface WithAction {
  readonly action: string;
}

/** The origin of a hook. */
export interface WithNode {
  /** The address of the media server: in a cluster, of one machine. Absent in rows that 0.2.0 wrote. */
  readonly node?: string;
}

interface ClassValues {
  readonly lifecycle: WithAction & WithNode;
  readonly health: WithAction & WithNode & Health;
  readonly lastError: WithAction & StreamError;
  readonly lastRecording: WithAction & Recording;
  readonly activity: WithAction;
}

/** The registers that have the latest event of a class. */
export const classRegisters = [
  'lifecycle',
  'health',
  'lastError',
  'lastRecording',
  'activity',
] as const satisfies readonly (keyof ClassValues)[];

/** The latest event of each class: one register each, so that events of different classes never conflict. */
export type LatestByClass = Pick<ClassValues, (typeof classRegisters)[number]>;

export type RegisterValues = Partial<DescriptiveFields & LatestByClass>;
export type RegisterName = keyof RegisterValues;

/** Returns the registers that have a value, each with it. */
export function valueEntries(values: RegisterValues): [RegisterName, NonNullable<RegisterValues[RegisterName]>][] {
  return Object.entries(values) as [RegisterName, NonNullable<RegisterValues[RegisterName]>][]; // RegisterValues has no other names, and none is undefined
}
