import { lstatSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashToken, type Token } from '../../../lambda/tokens/token.ts';
import { createSecret } from '../../../local/create-secret.ts';
import { writeFileAtomic } from '../../../local/data-dir/write-file-atomic.ts';
import { isJsonObject, JsonFields } from '../json-fields.ts';
import { assertPrivate, copiesFolder, openCopiesFolder, toFileName } from '../mend/copies-folder.ts';
import { parseObject } from '../mend/stored-settings.ts';

/** A rotation that is not finished: what one that was interrupted goes on with. It holds the new token. */
export interface Rotation {
  /** The origin of the panel. */
  readonly server: string;
  /** The application there. */
  readonly app: string;
  /** The stack whose token it is; null for the receiver on this machine. */
  readonly stack: string | null;
  /** The app in the URL of the hooks. */
  readonly hooksApp: string;
  /** The new token. */
  readonly secret: string;
  /** When it began, in ms since the epoch. */
  readonly startedAt: number;
  /** The hashes of the tokens that it replaces. */
  readonly replaced: readonly string[];
}

/** What a rotation is of. */
export type RotationPlace = Pick<Rotation, 'server' | 'app' | 'stack' | 'hooksApp'>;

const FORMAT = 'A rotation of the token of webhook URLs, begun by npm run doctor';

/**
 * Returns the rotation that was begun at a place, while its token exists, else a new one, which is not stored yet and remembers what
 * that one replaced. Throws for a file that is none of this place.
 */
export async function openRotation(place: RotationPlace, now: number, tokens: readonly Token[]): Promise<Rotation> {
  const begun = await readBegun(place);
  if (begun !== undefined && tokens.some(({ hash }) => hash === hashToken(begun.secret))) return begun;
  return { ...place, secret: createSecret(), startedAt: now, replaced: begun?.replaced ?? [] };
}

async function readBegun(place: RotationPlace): Promise<Rotation | undefined> {
  const path = pathOf(place);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  assertPrivate(path, `The rotation in ${path}`);
  const rotation = readRotation(parseObject(await readFile(path, 'utf8')), path);
  const keys = ['server', 'app', 'stack', 'hooksApp'] as const;
  if (keys.every((key) => rotation[key] === place[key])) return rotation;
  throw new Error(
    `${path}: received a rotation of another place, expected one of ${place.server}, ${place.app}: move it away.`,
  );
}

function readRotation(object: unknown, path: string): Rotation {
  const source = `The rotation in ${path}`;
  const fields = new JsonFields(source, isJsonObject(object) ? object : {});
  if (fields.requireText('format') !== FORMAT)
    throw new Error(
      `${source}: received something else, expected a rotation that this doctor began. Nothing was sent.`,
    );
  const replaced = isJsonObject(object) && Array.isArray(object.replaced) ? object.replaced : [];
  return {
    server: fields.requireText('server'),
    app: fields.requireText('app'),
    stack: fields.text('stack'),
    hooksApp: fields.requireText('hooksApp'),
    secret: fields.requireText('secret'),
    startedAt: fields.number('startedAt') ?? 0,
    replaced: replaced.filter((hash) => typeof hash === 'string'),
  };
}

/** Stores a rotation, in a file that only this user can read. */
export async function storeRotation(rotation: Rotation): Promise<void> {
  await writeFileAtomic(openCopiesFolder(), fileNameOf(rotation), `${JSON.stringify({ format: FORMAT, ...rotation }, null, 2)}\n`); // biome-ignore format: a line
}

/** Removes a rotation that is finished. */
export const removeRotation = (place: RotationPlace): Promise<void> => rm(pathOf(place), { force: true });

const pathOf = (place: RotationPlace): string => join(copiesFolder(), fileNameOf(place));

const fileNameOf = ({ server, app, stack }: RotationPlace): string =>
  `rotation-${toFileName(new URL(server).host)}-${toFileName(app)}${stack === null ? '' : `-${toFileName(stack)}`}.json`;
