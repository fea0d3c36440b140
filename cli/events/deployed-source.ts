import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { pluralize } from '../../words/pluralize.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import { type AnnouncementFilter, toEventPattern } from './announcement-filter.ts';
import { type BusClients, createBusClients } from './bus-clients.ts';
import type { EventsDeps } from './events-options.ts';
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
  deps: EventsDeps,
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
  deps: EventsDeps,
): AsyncGenerator<Announcement> {
  const leftovers = await removeLeftovers(clients);
  if (leftovers.length > 0)
    deps.note(toPrintable(`Removed ${pluralize(leftovers.length, 'rule')} of killed runs: ${leftovers.join(', ')}`));
  const subscription = await Subscription.create(clients, toEventPattern(filter));
  try {
    deps.note(toPrintable(`Following the bus ${clients.bus}. Ctrl-C ends this, and removes its rule and queue.`));
    yield* receiveAnnouncements(clients, subscription.queueUrl, deps);
  } finally {
    await subscription.remove().catch((error) => {
      const remains = `The rule ${subscription.rule} and its queue remain: the next run removes them`;
      deps.note(toPrintable(`${remains} (${error instanceof Error ? error.message : String(error)}).`));
    });
  }
}
