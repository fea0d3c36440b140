type Rule = string | { readonly exists: true } | { readonly prefix: string };

/** A part of a filter of an event source mapping: a value matches one of the rules, or an object all of its members. */
export type FilterPattern = readonly Rule[] | { readonly [name: string]: FilterPattern };

const isInsert = ['INSERT'];
const exists = [{ exists: true }] as const;

/**
 * The writes of the table that the announcer is invoked for, by the attributes that `lambda/table/rows/` writes. Heartbeats,
 * rows that expire and all else cost nothing. These are five: AWS permits no more patterns of a mapping (its quota for event
 * filters), so a further kind of write must match one of them.
 */
export const announcedWrites: readonly { readonly [name: string]: FilterPattern }[] = [
  { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { moved: { S: ['1'] } } } },
  { eventName: isInsert, dynamodb: { NewImage: { recording: { S: exists } } } },
  { eventName: isInsert, dynamodb: { NewImage: { error: { S: exists } } } },
  { eventName: isInsert, dynamodb: { NewImage: { kind: { S: exists } }, Keys: { pk: { S: [{ prefix: 'host#' }] } } } },
  { eventName: isInsert, dynamodb: { NewImage: { refused: { S: ['publish'] } } } },
];
