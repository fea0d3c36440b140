import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createCustomDomain } from './api/custom-domain.ts';
import { WebhooksApi } from './api/webhooks-api.ts';
import { createAnnouncementBus } from './data/announcement-bus.ts';
import { DeferredQueue } from './data/deferred-queue.ts';
import { StreamsTable } from './data/streams-table.ts';
import { TokensTable } from './data/tokens-table.ts';
import { createAnnouncerFunction } from './functions/announcer-function.ts';
import { createAskerFunction } from './functions/asker-function.ts';
import { createAuthoriserFunction } from './functions/authoriser-function.ts';
import { createNotifications } from './functions/notifier-function.ts';
import { createReaderFunction } from './functions/reader-function.ts';
import { createReceiverFunction } from './functions/receiver-function.ts';
import { createReplayerFunction } from './functions/replayer-function.ts';
import { createSweeperFunction } from './functions/sweeper-function.ts';
import { AlarmTopic } from './monitoring/alarm-topic.ts';
import { Alarms } from './monitoring/alarms.ts';
import { createAnnouncerMonitoring } from './monitoring/announcer-monitoring.ts';
import { createAuthoriserMonitoring } from './monitoring/authoriser-monitoring.ts';
import { HookMetrics } from './monitoring/hook-metrics.ts';
import { createNotifierMonitoring } from './monitoring/notifier-monitoring.ts';
import { OperationsDashboard } from './monitoring/operations-dashboard.ts';
import { createSweepMonitoring } from './monitoring/sweep-monitoring.ts';
import { nonDefaultSettings } from './settings/non-default-settings.ts';
import type { Settings } from './settings/settings.ts';
import { addStackOutputs } from './stack-outputs.ts';

/**
 * Everything that is deployed. Construct ids are a contract: a table or queue with a new id is a new, empty one.
 * Without a region, the template fits every region.
 */
export class ReceiverStack extends Stack {
  constructor(scope: Construct, settings: Settings, region?: string) {
    super(scope, settings.stackName, toStackProps(settings, region));
    this.templateOptions.metadata = { Settings: nonDefaultSettings(settings) }; // compared by the next deployment

    const streams = new StreamsTable(this, 'Streams', settings);
    const tokens = new TokensTable(this, 'Tokens', settings);
    const deferred = new DeferredQueue(this, 'Deferred', settings);
    const bus = createAnnouncementBus(this, 'Announcements', settings);

    const receiver = createReceiverFunction(this, 'Receiver', { streams, tokens, deferred, settings });
    const replayer = createReplayerFunction(this, 'Replayer', { streams, tokens, deferred, settings });
    const reader = createReaderFunction(this, 'Reader', { streams, tokens, settings });
    const authoriser = createAuthoriserFunction(this, 'Authoriser', { streams, tokens, settings });
    const asker = createAskerFunction(this, 'Asker', settings);
    const sweeper = createSweeperFunction(this, 'Sweeper', { streams, deferred, asker, settings });
    const announcer = createAnnouncerFunction(this, 'Announcer', { streams, bus, settings });
    const domain = createCustomDomain(this, settings);
    const api = new WebhooksApi(this, 'Api', { receiver, authoriser, reader, domain, settings });
    const notifications = createNotifications(this, { bus, apiUrl: api.baseUrl, settings });

    const hookMetrics = new HookMetrics(this, 'Metrics', { receiver, api, settings });
    const topic = new AlarmTopic(this, 'AlarmTopic', { subject: 'Alarms', email: settings.alarmEmail });
    const monitoring = createMonitoring(this, { authoriser, api, sweeper, announcer, notifications, settings });
    const resources = { hookMetrics, receiver, replayer, reader, streams, tokens, deferred, ...monitoring };
    const alarms = new Alarms(this, 'Alarms', { ...resources, topic, settings });
    const dashboard = new OperationsDashboard(this, 'Dashboard', { ...resources, alarms });

    addStackOutputs(this, { ...resources, bus, api, domain, topic, dashboard });
  }
}

interface MonitoredParts {
  readonly authoriser: ReturnType<typeof createAuthoriserFunction>;
  readonly api: WebhooksApi;
  readonly sweeper: ReturnType<typeof createSweeperFunction>;
  readonly announcer: ReturnType<typeof createAnnouncerFunction>;
  readonly notifications: ReturnType<typeof createNotifications>;
  readonly settings: Settings;
}

/** Creates the metrics and alarms of the functions around the receiver. */
const createMonitoring = (stack: Stack, parts: MonitoredParts) => ({
  authorising: createAuthoriserMonitoring(stack, parts),
  sweeps: createSweepMonitoring(stack, parts.sweeper, parts.settings),
  announcing: createAnnouncerMonitoring(stack, parts.announcer),
  notifying: createNotifierMonitoring(stack, parts.notifications),
});

const toStackProps = ({ tags }: Settings, region: string | undefined): StackProps => ({
  description: 'Receives the webhooks of Ant Media Server',
  tags,
  ...(region !== undefined && { env: { region } }),
});
