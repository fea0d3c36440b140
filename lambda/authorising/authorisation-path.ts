import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { KeyUse } from '../stream/refusal.ts';

/** The app and the token in the URL at which the media server asks. */
export interface AuthorisationPath {
  readonly app: string;
  readonly token: string;
}

/** Returns what is asked for: each use has a route of its own. */
export const useOf = ({ routeKey }: APIGatewayProxyEventV2): KeyUse =>
  routeKey.startsWith('POST /authorize/play/') ? 'play' : 'publish';

/** Reads the path below `POST /authorize/{use}/{proxy+}`. Undefined unless it is `APP/TOKEN`, with or without a slash behind it. */
export function readAuthorisationPath({ pathParameters }: APIGatewayProxyEventV2): AuthorisationPath | undefined {
  const [, app, token] = /^([^/]+)\/([^/]+)\/?$/.exec(pathParameters?.proxy ?? '') ?? [];
  return app && token ? { app, token } : undefined;
}
