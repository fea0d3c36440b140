import type { DoctorOptions } from '../doctor-options.ts';

/** Whether a URL has one of these hosts; one without a port is that of every port. */
export function isOfHost(url: string | null, hosts: readonly string[]): boolean {
  if (url === null || !URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  const usualPort = protocol === 'https:' ? '443' : '80';
  return hosts.includes(hostname) || hosts.includes(`${hostname}:${port || usualPort}`);
}

/** Adds a host of the command line, such as `hooks.example.com:8443`, to those before it. */
export const addHost = (text: string, before: readonly string[] = []): string[] => [...before, text.toLowerCase()];

/** Throws for a text that is no host, which it does not quote, and for hosts without --fix. */
export function assertHosts({ replaceHost = [], fix }: Pick<DoctorOptions, 'replaceHost' | 'fix'>): void {
  if (replaceHost.length > 0 && !fix) throw new Error('Received --replace-host, expected --fix with it.');
  if (replaceHost.every((host) => /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/.test(host))) return;
  throw new Error(
    '--replace-host: received something else than a host, expected one such as hooks.example.com or hooks.example.com:8443.',
  );
}
