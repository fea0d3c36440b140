import { promises as dns, type LookupAddress, NODATA } from 'node:dns';

/** Looks up all addresses of a name, until the signal is aborted. Throws an error with a code, such as ENOTFOUND. */
export type NameLookup = (name: string, signal: AbortSignal) => Promise<LookupAddress[]>;

/** In ms, for the answer of a DNS server. */
const DNS_TIMEOUT_MS = 2_000;

/**
 * Asks the DNS servers for all addresses of a name, IPv4 first. It needs no thread, of which the system's look-up has two for
 * the whole process: names that no server answers for hold up no other. `servers` are those of the system unless given.
 */
export async function resolveByDns(name: string, signal: AbortSignal, servers?: readonly string[]) {
  signal.throwIfAborted();
  const resolver = new dns.Resolver({ timeout: DNS_TIMEOUT_MS, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  signal.removeEventListener('abort', cancel);
  const found = asked.flatMap((answer, index) =>
    answer.status === 'rejected' ? [] : answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })),
  );
  const failures = asked.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  if (found.length === 0) throw failures[0] ?? Object.assign(new Error('no address'), { code: NODATA });
  return found;
}

/** Looks a name up as the system does, also in its file of hosts and its local network; a thread waits for it. */
export const lookUpBySystem = (name: string): Promise<LookupAddress[]> => dns.lookup(name, { all: true });
