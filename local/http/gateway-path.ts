/** What API Gateway makes of the path of a request. */
export interface GatewayPath {
  /** By which it looks for a route: decoded once, and cut at a question mark that was encoded. */
  readonly routed: string;
  /** Which it hands on: decoded once more, as each path parameter is. */
  readonly rawPath: string;
}

/** Reads a path as an HTTP API does; undefined for one that it answers 400. Captured by others: `%252F` reaches a function as `/`. */
export function decodeGatewayPath(path: string): GatewayPath | undefined {
  try {
    const routed = decodeURIComponent(path).replace(/\?.*$/s, '');
    return { routed, rawPath: decodeURIComponent(routed) };
  } catch {
    return undefined;
  }
}

/** Encodes a text as a segment of a path, so that it reaches a function as it is. */
export const encodePathSegment = (text: string): string =>
  encodeURIComponent(/[%/?]/.test(text) ? encodeURIComponent(text) : text);
