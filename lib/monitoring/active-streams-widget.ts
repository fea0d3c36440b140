import { LogQueryVisualizationType, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { HandlerFunction } from '../functions/handler-function.ts';

/** Events of a whole server: the log has its host where streams have their id. */
const SERVER_EVENTS = ['highResourceUsage', 'unexpectedServerShutdown'];

/** How far it looks back, in ms; less when the dashboard shows less. */
const LOOKBACK_MS = 3_600_000;

/** Counts the streams that hooks were kept of in the last hour: CloudWatch's metrics can count hooks only. */
export class ActiveStreamsWidget extends LogQueryWidget {
  constructor(receiver: HandlerFunction) {
    super({
      title: 'Streams heard of in the last hour',
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
