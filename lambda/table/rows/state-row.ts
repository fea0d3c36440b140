import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type DescriptiveField, descriptiveFields, descriptiveNames } from '../../stream/fields.ts';
import type { Boundary, SessionTimes } from '../../stream/session-times.ts';
import { decideStatus, emptyState, type Registers, type State, type StatusDecision } from '../../stream/state.ts';
import { classRegisters, type RegisterName, type RegisterValues, valueEntries } from '../../stream/values.ts';
import { boolean, hasAttribute, json, number, readJson, readNumber, readText, text } from '../attributes.ts';
import { stateKey, statusPartition, statusSortKey } from '../row-keys.ts';
import type { Item } from '../table.ts';

const registerNames: readonly RegisterName[] = [...descriptiveNames, ...classRegisters];

const fields: Partial<Record<string, DescriptiveField>> = descriptiveFields;

const isText = (name: RegisterName): boolean => fields[name]?.kind === 'text';

/** Attributes of a state row; null stands for one that must be absent. */
export type Attributes = Record<string, AttributeValue | null>;

/** The attribute that holds the clock of a register. */
export const clockAttribute = (name: RegisterName): string => `${name}At`;

/** The attributes of the values that one event sets, all at its clock. */
export function registerAttributes(values: RegisterValues, at: number): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of valueEntries(values)) {
    attributes[name] = isText(name) ? text(String(value)) : json(value);
    attributes[clockAttribute(name)] = number(at);
  }
  return attributes;
}

/** The attributes of a session's clocks; one that is null is removed. */
export function sessionAttributes(times: Partial<SessionTimes>): Attributes {
  const clocks = Object.entries(times).map(([name, at]) => [name, at === null ? null : number(at)]);
  return Object.fromEntries(clocks);
}

/** The attributes of the status and of the index by status: written only when an event decides the status. */
export function statusAttributes(app: string, id: string, { status, inferred, at }: StatusDecision): Attributes {
  return {
    app: text(app),
    id: text(id),
    status: text(status),
    inferred: boolean(inferred),
    statusKey: text(statusPartition(app, status)),
    statusPosition: text(statusSortKey(at, app, id)),
  };
}

/** A stream's state as the table stores it; another version means that another process has written it. */
export interface StoredState {
  readonly state: State;
  readonly version: number;
  /**
   * When the last heartbeat was received, whatever its own clock, in ms since the epoch; null before the first, and in
   * rows that 0.2.0 wrote.
   */
  readonly heartbeatReceivedAt: number | null;
}

/** The attribute that holds when the last heartbeat was received. */
export const HEARTBEAT_RECEIVED_AT = 'heardAt';

/** The attribute that holds the latest presumed end. */
export const PRESUMED_END_AT = 'presumedEndAt';

/** The attribute that marks a write which the announcer must see: the event source mapping filters by it. Other writes remove it. */
export const MOVED = 'moved';
export const movedMark = { [MOVED]: text('1') };

/** The whole row of a stream's state. */
export function toStateRow(app: string, id: string, { state, version, heartbeatReceivedAt }: StoredState): Item {
  const attributes: Attributes = {
    ...stateKey(app, id),
    ...statusAttributes(app, id, decideStatus(state)),
    ...sessionAttributes(state.session ?? {}),
    ...allRegisterAttributes(state.registers),
    [PRESUMED_END_AT]: state.presumedEndAt === undefined ? null : number(state.presumedEndAt),
    awaited: state.pending ? text(state.pending.map(encodeBoundary).join(' ')) : null,
    [HEARTBEAT_RECEIVED_AT]: heartbeatReceivedAt === null ? null : number(heartbeatReceivedAt),
    version: number(version),
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, AttributeValue] => entry[1] !== null),
  );
}

/** Reads the state of a stream; the empty one, at version 0, when there is no row. */
export function readStateRow(row: Item | undefined): StoredState {
  if (row === undefined) return { state: emptyState, version: 0, heartbeatReceivedAt: null };
  const startedAt = readNumber(row, 'startedAt');
  const endedAt = readNumber(row, 'endedAt');
  const session = startedAt === null && endedAt === null ? null : { startedAt, endedAt };
  const awaited = readText(row, 'awaited');
  const presumedEndAt = readNumber(row, PRESUMED_END_AT);
  return {
    state: {
      registers: readRegisters(row),
      session,
      ...(presumedEndAt !== null && { presumedEndAt }),
      ...(awaited && { pending: awaited.split(' ').map(decodeBoundary) }),
    },
    version: readNumber(row, 'version') ?? 0,
    heartbeatReceivedAt: readNumber(row, HEARTBEAT_RECEIVED_AT),
  };
}

const encodeBoundary = ({ kind, at }: Boundary): string => `${kind}@${at}`;

function decodeBoundary(text: string): Boundary {
  const [kind, at] = text.split('@');
  return { kind: kind === 'ended' ? 'ended' : 'started', at: Number(at) };
}

function allRegisterAttributes(registers: Registers): Attributes {
  return Object.assign(
    {},
    ...Object.entries(registers).map(([name, { value, at }]) => registerAttributes({ [name]: value }, at)),
  );
}

function readRegisters(row: Item): Registers {
  const registers = registerNames.flatMap((name) => {
    const at = readNumber(row, clockAttribute(name));
    if (at === null || !hasAttribute(row, name)) return [];
    return [[name, { value: isText(name) ? readText(row, name) : readJson(row, name), at }]];
  });
  return Object.fromEntries(registers);
}

/** Returns the app and id of a state's stream. */
export const readAppAndId = (row: Item) => ({ app: readText(row, 'app'), id: readText(row, 'id') });

/** The attributes of a state that `readStreamName` needs. */
export const nameAttributes = ['app', 'id', 'name'] as const;

/** Returns the app, id and name of a state's stream; the name is null when it has none. */
export const readStreamName = (row: Item) => ({
  ...readAppAndId(row),
  streamName: hasAttribute(row, 'name') ? readText(row, 'name') : null,
});

/** The position of a stream in the index by status. */
export const statusPositionOf = (row: Item): string => readText(row, 'statusPosition');
