import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Edge, Span } from '../stream/session-times.ts';
import { nothingKnown, type Registers, type Standing, type State, standingOf } from '../stream/state.ts';
import { entriesOf, type Field, type Values } from '../stream/values.ts';
import { standingPosition, stateKey, statusPartition } from './keys.ts';
import type { Item } from './table.ts';

/** How each field is kept: as it reads, or, with a shape of its own, as JSON text, which no depth or number can break. */
const kinds: Record<Field, 'text' | 'json'> = {
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

const fields = Object.keys(kinds) as Field[]; // it has those keys, and no other

/** Attributes of a state item; null is one that must not be there. */
export type Attributes = Record<string, AttributeValue | null>;

/** The attribute that holds the clock of a field. */
export const clockOf = (field: Field): string => `${field}At`;

/** The attributes of values that one event brought, all at its clock. */
export function registerAttributes(values: Values, at: number): Attributes {
  const attributes: Attributes = {};
  for (const [field, value] of entriesOf(values)) {
    attributes[field] = { S: kinds[field] === 'text' ? String(value) : JSON.stringify(value) };
    attributes[clockOf(field)] = { N: String(at) };
  }
  return attributes;
}

/** The clocks of a session; one that is null is removed. */
export function sessionAttributes(span: Partial<Span>): Attributes {
  const clocks = Object.entries(span).map(([name, at]) => [name, at === null ? null : { N: String(at) }]);
  return Object.fromEntries(clocks);
}

/** The status, and the keys of the index by status: written only when the standing changes. */
export function standingAttributes(app: string, id: string, { status, inferred, at }: Standing): Attributes {
  return {
    app: { S: app },
    id: { S: id },
    status: { S: status },
    inferred: { BOOL: inferred },
    statusKey: { S: statusPartition(app, status) },
    statusPosition: { S: standingPosition(at, app, id) },
  };
}

/** A stream's state as it stands in the table; the version tells whether somebody wrote it meanwhile. */
export interface Stored {
  readonly state: State;
  readonly version: number;
  /**
   * When the last heartbeat was received, whatever its own clock said, in ms since the epoch; null before one was, and in
   * items that 0.2.0 wrote.
   */
  readonly heardAt: number | null;
}

/** The attribute that holds when the last heartbeat was received. */
export const HEARD_AT = 'heardAt';

/** The whole item of a stream's state. */
export function stateItem(app: string, id: string, { state, version, heardAt }: Stored): Item {
  const attributes: Attributes = {
    ...stateKey(app, id),
    ...standingAttributes(app, id, standingOf(state)),
    ...sessionAttributes(state.session ?? {}),
    ...allRegisters(state.registers),
    awaited: state.awaited ? { S: state.awaited.map(textOfEdge).join(' ') } : null,
    [HEARD_AT]: heardAt === null ? null : { N: String(heardAt) },
    version: { N: String(version) },
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, AttributeValue] => entry[1] !== null),
  );
}

/** The state that an item holds; nothing known, at version 0, when there is none. */
export function readStateItem(item: Item | undefined): Stored {
  if (item === undefined) return { state: nothingKnown, version: 0, heardAt: null };
  const startedAt = numberIn(item, 'startedAt');
  const endedAt = numberIn(item, 'endedAt');
  const session = startedAt === null && endedAt === null ? null : { startedAt, endedAt };
  const awaited = item.awaited?.S?.split(' ').map(edgeOfText);
  return {
    state: { registers: readRegisters(item), session, ...(awaited && { awaited }) },
    version: numberIn(item, 'version') ?? 0,
    heardAt: numberIn(item, HEARD_AT),
  };
}

const textOfEdge = ({ edge, at }: Edge): string => `${edge}@${at}`;

function edgeOfText(text: string): Edge {
  const [edge, at] = text.split('@');
  return { edge: edge === 'ended' ? 'ended' : 'started', at: Number(at) };
}

function allRegisters(registers: Registers): Attributes {
  return Object.assign(
    {},
    ...Object.entries(registers).map(([field, { value, at }]) => registerAttributes({ [field]: value }, at)),
  );
}

function readRegisters(item: Item): Registers {
  const registers = fields.flatMap((field) => {
    const text = item[field]?.S;
    const at = numberIn(item, clockOf(field));
    if (text === undefined || at === null) return [];
    return [[field, { value: kinds[field] === 'text' ? text : JSON.parse(text), at }]];
  });
  return Object.fromEntries(registers);
}

/** An attribute that is a number; null when it is not there. */
export function numberIn(item: Item, name: string): number | null {
  const text = item[name]?.N;
  return text === undefined ? null : Number(text);
}
