import { Option } from 'commander';

/** Creates the option of each command that uses the read API. */
export const createTokenOption = (defaultText: string): Option =>
  new Option(
    '--token <token>',
    `a token with the scope read; with --url or --stack better in STREAMS_TOKEN, which stays out of the shell's history (default: ${defaultText})`,
  );

/** Returns the token for a receiver named by --url or --stack: the option's, else that of the environment. */
export function resolveToken(
  { token }: { readonly token?: string | undefined },
  env = process.env,
): string | undefined {
  return token ?? (env.STREAMS_TOKEN || undefined);
}
