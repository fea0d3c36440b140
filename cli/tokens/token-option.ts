import { Option } from 'commander';

/** The option of each command that asks the read API. */
export const createTokenOption = (defaultText: string): Option =>
  new Option(
    '--token <token>',
    `a token with the scope read; with --url or --stack rather in STREAMS_TOKEN: no history keeps that (default: ${defaultText})`,
  );

/** The token for a receiver that was named: by the option or in the environment. */
export function resolveToken(
  { token }: { readonly token?: string | undefined },
  env = process.env,
): string | undefined {
  return token ?? (env.STREAMS_TOKEN || undefined);
}
