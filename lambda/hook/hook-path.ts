import type { APIGatewayProxyEventPathParameters } from 'aws-lambda';

/** What the path of a hook names. */
export interface HookPath {
  readonly app: string;
  readonly token: string;
}

/** Where Ant Media Server posts. */
const PREFIX = '/hooks/';

/**
 * Reads the path parameters of `POST /hooks/{app}/{token}`, or of `POST /hooks/{proxy+}`, the route that a slash behind the
 * token leads to; undefined when they are not two segments.
 */
export function readHookPath({
  app,
  token,
  proxy = '',
}: APIGatewayProxyEventPathParameters = {}): HookPath | undefined {
  return app && token ? { app, token } : parseHookPath(proxy);
}

/** Whether a path, decoded, is that of a hook's URL. */
export const isHookPath = (rawPath: string): boolean =>
  rawPath.startsWith(PREFIX) && parseHookPath(rawPath.slice(PREFIX.length)) !== undefined;

function parseHookPath(path: string): HookPath | undefined {
  const [, app, token] = /^([^/]+)\/([^/]+)\/?$/.exec(path) ?? [];
  return app && token ? { app, token } : undefined;
}
