import { type Command, InvalidArgumentError } from 'commander';
import type { Recipient, SigningSecret } from '../../lambda/notifying/recipients/recipient.ts';
import { createSigningSecret } from '../../lambda/notifying/sending/create-signing-secret.ts';
import { formatUtcTime } from '../../lambda/text/utc-time.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseRecipientName } from './recipient-name.ts';
import { requireRecipient } from './recipient-store.ts';
import { withRecipientStore } from './with-recipient-store.ts';

interface RotateOptions {
  /** In ms. */
  readonly overlap: number;
  readonly stack?: string;
  readonly json?: true;
}

const DEFAULT_OVERLAP_MS = 86_400_000;

/** In ms: 30 days. */
const MAX_OVERLAP_MS = 2_592_000_000;

/** The secrets that may sign at once: each makes the header of a post longer, and the parameter, which holds 4 KB. */
const MAX_SECRETS = 5;

/** Adds `rotate`, which gives an envelope a new secret; the old one signs too until the overlap is over. */
export function addRotate(notify: Command): void {
  notify
    .command('rotate')
    .description('make a new secret for an envelope, and show it once; both sign meanwhile')
    .argument('<name>', 'the name of the recipient')
    .option(
      '--overlap <time>',
      'how long the old one signs too, up to 30d; 0s: no longer (default: 24h)',
      parseOverlap,
      DEFAULT_OVERLAP_MS,
    )
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((received: string, { stack, json, overlap }: RotateOptions) => {
      const name = parseRecipientName(received);
      return withRecipientStore(stack, async (store) => {
        const now = Date.now();
        const rotated = rotate(await requireRecipient(store, name), now, now + overlap);
        await store.put(rotated);
        const secret = rotated.secrets[0]?.secret ?? '';
        const until = rotated.secrets.length === 1 ? null : new Date(now + overlap).toISOString();
        if (json) console.log(toPrintableJson({ name, secret, oldSecretUntil: until }));
        else for (const line of describeRotation(name, secret, until, now)) console.log(toPrintable(line));
      });
    });
}

/** Returns a recipient with a new secret; the others sign until `until` at the latest. Throws for other styles than envelope. */
function rotate(recipient: Recipient, now: number, until: number): Recipient {
  const { name, style, secrets } = recipient;
  if (style !== 'envelope')
    throw new Error(`NAME: received "${name}" of the style ${style}, expected an envelope: only these are signed.`);
  const older = secrets
    .map((each): SigningSecret => ({ ...each, until: Math.min(each.until ?? until, until) }))
    .filter((each) => (each.until ?? 0) > now);
  if (older.length < MAX_SECRETS)
    return { ...recipient, secrets: [{ secret: createSigningSecret(), until: null }, ...older] };
  throw new Error(`${name}: received ${older.length} secrets that still sign, expected fewer: wait, or end them now with --overlap 0s.`); // biome-ignore format: a sentence
}

function describeRotation(name: string, secret: string, until: string | null, now: number): string[] {
  const next =
    until === null
      ? 'Only it signs from now on: enter it where the signatures are checked.'
      : `In a minute both sign, the old one until ${formatUtcTime(until, now)}: meanwhile, enter the new one where the signatures are checked.`;
  return [`The new secret of ${name}, shown this once: ${secret}`, next];
}

/** Parses the overlap, which may be none, unlike other lengths of time. */
function parseOverlap(received: string): number {
  const overlapMs = /^0+[smhdw]$/.test(received) ? 0 : parseDuration(received);
  if (overlapMs <= MAX_OVERLAP_MS) return overlapMs;
  throw new InvalidArgumentError('Expected at most 30d.');
}
