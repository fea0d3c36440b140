import { promptHidden } from '../../terminal/prompt-hidden.ts';

/** What the panel asks for: a user, or a JWT of the server. */
export type PanelCredentials =
  | { readonly type: 'user'; readonly email: string; readonly password: string }
  | { readonly type: 'jwt'; readonly secret: string };

/**
 * Returns the credentials: the secret in AMS_JWT_SECRET, else the user's password from AMS_PASSWORD or a prompt. Throws when there
 * are none, and without a terminal to ask at.
 */
export async function readCredentials(
  server: string,
  user: string | undefined,
  env = process.env,
): Promise<PanelCredentials> {
  if (env.AMS_JWT_SECRET) return { type: 'jwt', secret: env.AMS_JWT_SECRET };
  if (user === undefined)
    throw new Error(
      'Received neither --user nor AMS_JWT_SECRET, expected one: the e-mail of a user of the web panel, or the JWT secret of the server.',
    );
  const password = env.AMS_PASSWORD || (await askForPassword(server, user));
  if (password === '')
    throw new Error(`Password: received nothing, expected that of the user in the web panel. ${HOW}`);
  return { type: 'user', email: user, password };
}

const HOW = 'It is read from AMS_PASSWORD, or from a prompt on a terminal.';

async function askForPassword(server: string, user: string): Promise<string> {
  if (process.stdin.isTTY) return promptHidden(`Password of ${user} at ${server} (not shown): `);
  throw new Error(`Password: received nothing, and there is no terminal to ask at. ${HOW}`);
}
