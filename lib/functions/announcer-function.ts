import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AnnouncementBus } from '../data/announcement-bus.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { Settings } from '../settings/settings.ts';
import { announcedWrites } from './announced-writes.ts';
import { HandlerFunction } from './handler-function.ts';

export interface AnnouncerFunctionProps {
  /** The table whose writes are announced. */
  readonly streams: StreamsTable;
  /** The bus that gets the announcements; undefined without announcements. */
  readonly bus: AnnouncementBus | undefined;
  /** The deployment's settings. */
  readonly settings: Settings;
}

/** A batch of 100 writes is at most some hundred requests one after the other; the function stops itself a second before. */
const TIMEOUT = Duration.seconds(60);

/** Creates the function that announces writes of the table on the bus; undefined without a bus. */
export function createAnnouncerFunction(
  scope: Construct,
  id: string,
  { streams, bus, settings }: AnnouncerFunctionProps,
): HandlerFunction | undefined {
  if (bus === undefined) return undefined;
  const announcer = new HandlerFunction(scope, id, {
    entry: 'announcer',
    description: 'Announces what happens to streams on the event bus',
    timeout: TIMEOUT,
    environment: { EVENT_BUS: bus.eventBusName },
    settings,
  });
  bus.grantPutEvents(announcer);
  streams.grantReadChanges(announcer);
  announcer.lambda.addEventSourceMapping('Changes', {
    eventSourceArn: streams.changesArn,
    startingPosition: StartingPosition.TRIM_HORIZON, // LATEST skips what is written while the mapping is made
    batchSize: 100,
    bisectBatchOnError: true, // a write that fails holds up as few others as possible
    filters: announcedWrites.map((pattern) => FilterCriteria.filter(pattern)),
  });
  return announcer;
}
