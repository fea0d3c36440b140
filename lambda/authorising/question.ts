import { jsonField, ownValue, textField } from '../hook/field-values.ts';
import type { HookFields } from '../stream/event.ts';
import { isStreamId } from '../stream/names.ts';
import type { KeyUse } from '../stream/refusal.ts';
import { parseObject } from './parse-object.ts';
import { type Parameter, readPublisherParameters } from './publisher-parameters.ts';

/** The media server's question whether somebody may publish or play a stream. */
export interface Question {
  /** The stream; null where none can be read. */
  readonly id: string | null;
  /** Whether it is what a media server asks at this URL. */
  readonly isReadable: boolean;
  /** The parameters of the publisher's URL. */
  readonly parameters: readonly Parameter[];
  /** The key that the publisher or player shows, as it was sent: not yet known to be one. */
  readonly key: string | undefined;
}

/** Reads the body of a question. It never throws: what cannot be read is a question that is not readable. */
export function readQuestion(bytes: Buffer, use: KeyUse): Question {
  const fields = parseObject(decodeLatin1(bytes)) ?? {};
  const parameters = readPublisherParameters(jsonField(fields, 'queryParams'));
  return {
    id: findId(fields),
    isReadable: isReadable(fields, use) && parameters !== undefined,
    parameters: parameters ?? [],
    key: textField(fields, 'token') ?? findToken(parameters ?? []),
  };
}

/** Decodes ISO-8859-1. API Gateway replaces bytes that are no UTF-8 by U+FFFD, which arrives as UTF-8. */
const decodeLatin1 = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\u00ef\u00bf\u00bd', '\ufffd');

/** Both hold the stream's id; the play hook has no `name`. */
const ID_FIELDS = ['streamId', 'name'];

const idValues = (fields: HookFields) =>
  ID_FIELDS.map((name) => ownValue(fields, name)).filter((value) => value !== undefined && value !== null);

const isValidId = (value: unknown): value is string => typeof value === 'string' && isStreamId(value);

const findId = (fields: HookFields): string | null => idValues(fields).find(isValidId)?.toWellFormed() ?? null;

function isReadable(fields: HookFields, use: KeyUse): boolean {
  const [id, name = id] = idValues(fields);
  return isValidId(id) && name === id && isModeOf(use, fields) && !Object.hasOwn(fields, 'action');
}

/** The mode of a publisher is live or record, of a player play. */
function isModeOf(use: KeyUse, fields: HookFields): boolean {
  const mode = ownValue(fields, 'mode');
  return typeof mode === 'string' && mode !== '' && (mode === 'play') === (use === 'play');
}

function findToken(parameters: readonly Parameter[]): string | undefined {
  const [, value = null] = parameters.find(([name]) => name === 'token') ?? [];
  return textField({ token: value }, 'token');
}
