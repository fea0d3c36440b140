import { MAX_NAME_LENGTH } from '../../lambda/stream/names.ts';
import { EVERY_STREAM } from '../../lambda/tokens/stream-key.ts';

/** The options that select the streams of a key. */
export interface StreamOptions {
  readonly stream?: string;
  readonly prefix?: string;
  readonly any?: true;
}

/** Returns the stream of a key: an id, a prefix with `*` behind it, or `*`. Throws unless there is exactly one, which a key can be for. */
export function parseKeyStream({ stream, prefix, any }: StreamOptions): string {
  const given = [stream, prefix, any].filter((option) => option !== undefined);
  if (given.length !== 1)
    throw new Error(
      `Received ${given.length === 0 ? 'none' : `${given.length}`} of --stream, --prefix and --any, expected one: as in --stream cam-1.`,
    );
  if (stream !== undefined) return parseName('--stream', stream);
  if (prefix !== undefined) return `${parseName('--prefix', prefix)}${EVERY_STREAM}`;
  return EVERY_STREAM;
}

/** API Gateway damages the bytes of an id beyond ASCII, so that the authoriser could not compare it; locally the same is refused. */
function parseName(option: '--stream' | '--prefix', name: string): string {
  const expected =
    option === '--stream' ? 'the id of a stream, such as cam-1' : 'the beginning of ids, such as studio-';
  const refuse = (received: string, advice: string): never => {
    throw new Error(`${option}: received ${received}, expected ${expected}: ${advice}.`);
  };
  if (name === '') refuse('nothing', 'for every stream of the app use --any');
  if (name.length > MAX_NAME_LENGTH)
    refuse(`${name.length} characters`, `an id has at most ${MAX_NAME_LENGTH}; use --prefix or --any`);
  if (/\p{Cc}/u.test(name)) refuse('control characters', 'no id has any; check what was pasted');
  if (!/^[ -~]+$/.test(name))
    refuse(
      `"${name}", which has characters beyond ASCII`,
      'such ids arrive damaged; use --prefix with what comes before those characters, or --any',
    );
  if (/[*?]/.test(name))
    refuse(`"${name}", which has * or ?`, 'these stand for other characters; use --prefix without them, or --any');
  return name;
}
