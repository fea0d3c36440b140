import type { APIGatewayProxyEventPathParameters } from 'aws-lambda';

/** The app and the token in the URL of a webhook. */
export interface HookPath {
  readonly app: string;
  readonly token: string;
}

const PREFIX = '/hooks/';

/**
 * Reads the path parameters of `POST /hooks/{app}/{token}`, or of `POST /hooks/{proxy+}`, the route of a URL that ends in a
 * slash. Undefined unless they are exactly two segments.
 */
export function readHookPath(parameters: APIGatewayProxyEventPathParameters = {}): HookPath | undefined {
  const { app, token, proxy = '' } = parameters;
  return app && token ? { app, token } : parseHookPath(proxy);
}

/** Whether a decoded path is that of a webhook's URL. */
export const isHookPath = (rawPath: string): boolean =>
  rawPath.startsWith(PREFIX) && parseHookPath(rawPath.slice(PREFIX.length)) !== undefined;

function parseHookPath(path: string): HookPath | undefined {
  const [, app, token] = /^([^/]+)\/([^/]+)\/?$/.exec(path) ?? [];
  return app && token ? { app, token } : undefined;
}
