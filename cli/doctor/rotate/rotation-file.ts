import { lstatSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { permits, type Token } from '../../../lambda/tokens/token.ts';
import { createSecret } from '../../../local/create-secret.ts';
import { writeFileAtomic } from '../../../local/data-dir/write-file-atomic.ts';
import { assertPrivate, copiesFolder, openCopiesFolder, toFileName } from '../mend/copies-folder.ts';
import { parseObject } from '../mend/stored-settings.ts';
import { findToken } from '../receiver-url.ts';

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
  /** When it last changed a URL, in ms since the epoch. */
  readonly changedAt: number;
  /** The hashes of the tokens that it replaces. */
  readonly replaced: readonly string[];
}

/** What a rotation is of. */
export type RotationPlace = Pick<Rotation, 'server' | 'app' | 'stack' | 'hooksApp'>;

const FORMAT = 'A rotation of the token of webhook URLs, begun by npm run doctor';

/**
 * Returns the rotation that was begun at a place, while its token is good for hooks, else a new one, which is not stored yet and
 * remembers what that one replaced. Throws for a file that is none of this place; the error quotes nothing of it.
 */
export async function openRotation(
  place: RotationPlace,
  now: number,
  tokens: readonly Token[],
): Promise<{ readonly rotation: Rotation; readonly isBegun: boolean }> {
  const begun = await readBegun(place);
  const token = begun && findToken(tokens, begun.secret);
  if (begun !== undefined && permits(token, 'hooks', now, place.hooksApp)) return { rotation: begun, isBegun: true };
  const replaced = begun?.replaced ?? [];
  return { rotation: { ...place, secret: createSecret(), startedAt: now, changedAt: now, replaced }, isBegun: false };
}

async function readBegun(place: RotationPlace): Promise<Rotation | undefined> {
  const path = rotationPath(place);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  assertPrivate(path, path);
  const rotation = parseRotation(await readFile(path, 'utf8'));
  const keys = ['server', 'app', 'stack', 'hooksApp'] as const;
  if (rotation !== undefined && keys.every((key) => rotation[key] === place[key])) return rotation;
  throw new Error(
    `${path}: received ${rotation === undefined ? 'something else' : 'one of another place'}, expected the rotation that was begun for ${place.app} on ${place.server}. Nothing was sent: move it away, and a new one begins.`,
  );
}

function parseRotation(text: string): Rotation | undefined {
  const { format, server, app, stack, hooksApp, secret, startedAt, changedAt, replaced } = parseObject(text) ?? {};
  const isStack = stack === null || typeof stack === 'string';
  if (format !== FORMAT || typeof server !== 'string' || typeof app !== 'string' || !isStack) return undefined;
  if (typeof hooksApp !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  if (typeof startedAt !== 'number' || typeof changedAt !== 'number' || !isTextList(replaced)) return undefined;
  return { server, app, stack, hooksApp, secret, startedAt, changedAt, replaced };
}

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** Stores a rotation, in a file that only this user can read. */
export async function storeRotation(rotation: Rotation): Promise<void> {
  const text = `${JSON.stringify({ format: FORMAT, ...rotation }, null, 2)}\n`;
  await writeFileAtomic(openCopiesFolder(), fileNameOf(rotation), text);
}

/** Removes a rotation that is over. */
export const removeRotation = (place: RotationPlace): Promise<void> => rm(rotationPath(place), { force: true });

/** Returns the path of the file of a rotation, whether or not there is one. */
export const rotationPath = (place: RotationPlace): string => join(copiesFolder(), fileNameOf(place));

const fileNameOf = ({ server, app, stack }: RotationPlace): string =>
  `rotation-${toFileName(new URL(server).host)}-${toFileName(app)}${stack === null ? '' : `-${toFileName(stack)}`}.json`;
