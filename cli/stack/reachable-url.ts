/** The hostname of an HTTP API in an emulator such as MiniStack or LocalStack: `ab12.execute-api.localhost`. */
const EMULATOR_HOSTNAME = /^([a-z0-9]+)\.execute-api\.localhost(?:\.|$)/;

/**
 * Returns the URL of an API as this machine reaches it, without a slash at the end. Node does not resolve names below
 * localhost, so an emulated API gets the emulator's own address (AWS_ENDPOINT_URL).
 */
export function toReachableUrl(apiUrl: string, endpoint = process.env.AWS_ENDPOINT_URL): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [, id] = EMULATOR_HOSTNAME.exec(hostname) ?? [];
  if (!endpoint || id === undefined) return apiUrl.replace(/\/+$/, '');
  return `${endpoint.replace(/\/+$/, '')}/_aws/execute-api/${id}${pathname.replace(/\/+$/, '')}`;
}
