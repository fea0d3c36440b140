import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Boundary, SessionTimes } from '../stream/session-times.ts';
import { decideStatus, emptyState, type Registers, type State, type StatusDecision } from '../stream/state.ts';
import { type RegisterName, type RegisterValues, valueEntries } from '../stream/values.ts';
import { stateKey, statusPartition, statusSortKey } from './keys.ts';
import type { Item } from './table.ts';

/** How each field is kept: as it reads, or, with a shape of its own, as JSON text, which no depth or number can break. */
const encodings: Record<RegisterName, 'text' | 'json'> = {
  name: 'text',
  category: 'text',
  metadata: 'json',
  room: 'text',
  subscriberId: 'text',
  lifecycle: 'json',
  health: 'json',
  lastError: 'json',
  lastRecording: 'json',
  activity: 'json',
};

const registerNames = Object.keys(encodings) as RegisterName[]; // it has those keys, and no other

/** Attributes of a state item; null is one that must not be there. */
export type Attributes = Record<string, AttributeValue | null>;

/** The attribute that holds the clock of a field. */
export const clockAttribute = (field: RegisterName): string => `${field}At`;

/** The attributes of values that one event brought, all at its clock. */
export function registerAttributes(values: RegisterValues, at: number): Attributes {
  const attributes: Attributes = {};
  for (const [field, value] of valueEntries(values)) {
    attributes[field] = { S: encodings[field] === 'text' ? String(value) : JSON.stringify(value) };
    attributes[clockAttribute(field)] = { N: String(at) };
  }
  return attributes;
}

/** The clocks of a session; one that is null is removed. */
export function sessionAttributes(times: Partial<SessionTimes>): Attributes {
  const clocks = Object.entries(times).map(([name, at]) => [name, at === null ? null : { N: String(at) }]);
  return Object.fromEntries(clocks);
}

/** The status, and the keys of the index by status: written only when the standing changes. */
export function statusAttributes(app: string, id: string, { status, inferred, at }: StatusDecision): Attributes {
  return {
    app: { S: app },
    id: { S: id },
    status: { S: status },
    inferred: { BOOL: inferred },
    statusKey: { S: statusPartition(app, status) },
    statusPosition: { S: statusSortKey(at, app, id) },
  };
}

/** A stream's state as it stands in the table; the version tells whether somebody wrote it meanwhile. */
export interface StoredState {
  readonly state: State;
  readonly version: number;
  /**
   * When the last heartbeat was received, whatever its own clock said, in ms since the epoch; null before one was, and in
   * items that 0.2.0 wrote.
   */
  readonly heartbeatReceivedAt: number | null;
}

/** The attribute that holds when the last heartbeat was received. */
export const HEARTBEAT_RECEIVED_AT = 'heardAt';

/** The whole item of a stream's state. */
export function toStateRow(app: string, id: string, { state, version, heartbeatReceivedAt }: StoredState): Item {
  const attributes: Attributes = {
    ...stateKey(app, id),
    ...statusAttributes(app, id, decideStatus(state)),
    ...sessionAttributes(state.session ?? {}),
    ...allRegisterAttributes(state.registers),
    awaited: state.pendingBoundaries ? { S: state.pendingBoundaries.map(encodeBoundary).join(' ') } : null,
    [HEARTBEAT_RECEIVED_AT]: heartbeatReceivedAt === null ? null : { N: String(heartbeatReceivedAt) },
    version: { N: String(version) },
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, AttributeValue] => entry[1] !== null),
  );
}

/** The state that an item holds; nothing known, at version 0, when there is none. */
export function readStateRow(item: Item | undefined): StoredState {
  if (item === undefined) return { state: emptyState, version: 0, heartbeatReceivedAt: null };
  const startedAt = numberAttribute(item, 'startedAt');
  const endedAt = numberAttribute(item, 'endedAt');
  const session = startedAt === null && endedAt === null ? null : { startedAt, endedAt };
  const pendingBoundaries = item.awaited?.S?.split(' ').map(decodeBoundary);
  return {
    state: { registers: readRegisters(item), session, ...(pendingBoundaries && { pendingBoundaries }) },
    version: numberAttribute(item, 'version') ?? 0,
    heartbeatReceivedAt: numberAttribute(item, HEARTBEAT_RECEIVED_AT),
  };
}

const encodeBoundary = ({ edge, at }: Boundary): string => `${edge}@${at}`;

function decodeBoundary(text: string): Boundary {
  const [edge, at] = text.split('@');
  return { edge: edge === 'ended' ? 'ended' : 'started', at: Number(at) };
}

function allRegisterAttributes(registers: Registers): Attributes {
  return Object.assign(
    {},
    ...Object.entries(registers).map(([field, { value, at }]) => registerAttributes({ [field]: value }, at)),
  );
}

function readRegisters(item: Item): Registers {
  const registers = registerNames.flatMap((field) => {
    const text = item[field]?.S;
    const at = numberAttribute(item, clockAttribute(field));
    if (text === undefined || at === null) return [];
    return [[field, { value: encodings[field] === 'text' ? text : JSON.parse(text), at }]];
  });
  return Object.fromEntries(registers);
}

/** An attribute that is a number; null when it is not there. */
export function numberAttribute(item: Item, name: string): number | null {
  const text = item[name]?.N;
  return text === undefined ? null : Number(text);
}
