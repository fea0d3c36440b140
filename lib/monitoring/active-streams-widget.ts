import { LogQueryVisualizationType, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { HandlerFunction } from '../functions/handler-function.ts';

/** The actions of a whole server: their log lines have the host where those of streams have the id. */
const SERVER_EVENTS = ['highResourceUsage', 'unexpectedServerShutdown'];

/** The period that it counts, in ms; shorter when the dashboard shows less. */
const LOOKBACK_MS = 3_600_000;

/** Counts the streams of the last hour from the log: CloudWatch's metrics can count only hooks. */
export class ActiveStreamsWidget extends LogQueryWidget {
  constructor(receiver: HandlerFunction) {
    super({
      title: 'Active streams in the last hour',
      logGroupNames: [receiver.logGroup.logGroupName],
      view: LogQueryVisualizationType.TABLE,
      width: 8,
      queryLines: [
        `filter toMillis(@timestamp) > now() * 1000 - ${LOOKBACK_MS}`,
        'filter ispresent(outcome) and ispresent(id)',
        `filter action not in ${JSON.stringify(SERVER_EVENTS)}`,
        "fields concat(app, '/', id) as stream",
        'stats count_distinct(stream) as streams',
      ],
    });
  }
}
