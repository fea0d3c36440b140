import type { ReceiverFacts } from './receiver-facts.ts';
import { type Destination, findDestination, parseReceiverUrl, type Route } from './receiver-url.ts';

/** What answers at the address of a URL that has a good token. */
export interface AddressAnswer {
  /** This receiver, something else, or nothing that tells which. */
  readonly who: 'receiver' | 'other' | 'unknown';
  /** What was seen instead of the receiver; empty where it answered. */
  readonly text: string;
}

/** What decides where a URL leads. */
export interface Whereabouts {
  readonly receiver: ReceiverFacts;
  readonly server: { readonly url: string };
  readonly probes: { readonly addresses: ReadonlyMap<string, AddressAnswer> };
  readonly now: number;
}

/** Says where a URL in the settings of a media server leads, by the receiver's tokens and the answers at its address. */
export function locate(text: string | null | undefined, route: Route, where: Whereabouts): Destination {
  const destination = locateByToken(text, route, where);
  if (!isToBeAsked(destination, where.receiver)) return destination;
  const answer = where.probes.addresses.get(parseReceiverUrl(text ?? '')?.base ?? '');
  if (answer?.who === 'receiver') return 'ours';
  return answer?.who === 'other' ? 'otherAnswer' : 'silent';
}

/** Says where a URL leads by the receiver's tokens alone: its address may not have been asked. */
export const locateByToken = (
  text: string | null | undefined,
  route: Route,
  { receiver, server, now }: Omit<Whereabouts, 'probes'>,
): Destination => findDestination(text, route, receiver, server.url, now);

/** Whether a URL has a good token, at the receiver's address as far as that is known. */
export const hasGoodToken = (destination: Destination): destination is 'ours' | 'silent' =>
  destination === 'ours' || destination === 'silent';

/** Whether the answer at an address counts: with --hook any other address than its own is wrong, whoever is there. */
export const isToBeAsked = (destination: Destination, { hookToken }: ReceiverFacts): boolean =>
  destination === 'ours' || (destination === 'otherAddress' && hookToken === undefined);
