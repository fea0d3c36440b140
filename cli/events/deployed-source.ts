import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import { type AnnouncementFilter, toEventPattern } from './announcement-filter.ts';
import { type BusClients, createBusClients } from './bus-clients.ts';
import type { SourceDeps } from './events-options.ts';
import { isMissing } from './is-missing.ts';
import { receiveAnnouncements } from './receive-announcements.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { Subscription } from './subscription.ts';

/**
 * Follows the announcements on the bus of a deployed stack by a temporary rule and queue, which are removed when the signal
 * aborts or the consumer stops. Throws when the stack has no bus, or AWS refuses.
 */
export async function* followDeployed(
  stack: string,
  filter: AnnouncementFilter,
  deps: SourceDeps,
): AsyncGenerator<Announcement> {
  const bus = (await requireOutputs(stack)).find('EventBusName');
  if (bus === undefined)
    throw new Error(
      `The stack ${stack} has no output EventBusName: its setting announcements is off, or it is of a release before 0.3.0: deploy it (npm run deploy).`,
    );
  const clients = createBusClients(bus);
  try {
    yield* followBus(clients, filter, deps);
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    clients.events.destroy();
    clients.sqs.destroy();
  }
}

async function* followBus(
  clients: BusClients,
  filter: AnnouncementFilter,
  deps: SourceDeps,
): AsyncGenerator<Announcement> {
  const leftovers = await removeLeftovers(clients);
  if (leftovers.length > 0)
    deps.note(toPrintable(`Removed ${pluralize(leftovers.length, 'rule')} of killed runs: ${leftovers.join(', ')}`));
  const options = { onRemoved: () => deps.ended.abort(), renewalMs: deps.renewalMs };
  const subscription = await Subscription.create(clients, toEventPattern(filter), options);
  try {
    deps.note(toPrintable(`Following the bus ${clients.bus}. Ctrl-C ends this, and removes its rule and queue.`));
    yield* receiveUntilRemoved(clients, subscription, deps);
  } finally {
    await subscription.remove().catch((error) => {
      const remains = `The rule ${subscription.rule} and its queue remain: the next run on this machine removes them`;
      deps.note(toPrintable(`${remains} (${error instanceof Error ? error.message : String(error)}).`));
    });
  }
}

/** Receives announcements until the signal aborts. Throws when somebody else has removed the rule or the queue. */
async function* receiveUntilRemoved(
  clients: BusClients,
  { rule, queueUrl }: Subscription,
  deps: SourceDeps,
): AsyncGenerator<Announcement> {
  const removed = new Error(
    `The rule ${rule} on the bus ${clients.bus}: received that it or its queue does not exist any more, expected both. Somebody removed them, as npm run deploy -- --destroy does. If the bus still exists, run this again.`,
  );
  const signal = AbortSignal.any([deps.signal, deps.ended.signal]);
  try {
    for await (const announcement of receiveAnnouncements(clients, queueUrl, { ...deps, signal })) {
      yield announcement;
      if (deps.ended.signal.aborted) break;
    }
  } catch (error) {
    throw isMissing(error) ? removed : error;
  }
  if (deps.ended.signal.aborted) throw removed;
}
