/** What an emulator such as MiniStack or LocalStack calls an HTTP API. */
const EMULATOR_HOSTNAME = /^([a-z0-9]+)\.execute-api\.localhost(?:\.|$)/;

/**
 * The URL of an API, without a slash at the end, as this machine reaches it: Node resolves no names below localhost, so
 * an emulator is asked by its own address (AWS_ENDPOINT_URL).
 */
export function toReachableUrl(apiUrl: string, endpoint = process.env.AWS_ENDPOINT_URL): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [, id] = EMULATOR_HOSTNAME.exec(hostname) ?? [];
  if (!endpoint || id === undefined) return apiUrl.replace(/\/+$/, '');
  return `${endpoint.replace(/\/+$/, '')}/_aws/execute-api/${id}${pathname.replace(/\/+$/, '')}`;
}
