/** Describes what happened and what to do first, for each alarm. The runbook with the same name is in `docs/operations.md`. */
export const alarmDescriptions = {
  HooksNotKept:
    'Hooks were answered 503: neither the tables nor the deferred queue stored them in time. Check the AWS Health Dashboard. Ant Media Server retries if webhookRetryCount is set; the receiver log holds each lost hook, masked, in the field lost.',
  HooksDeferred:
    'A table did not answer in time, so hooks are in the deferred queue. Nothing is lost: the replayer stores them once the table answers. If this lasts, check the table throttles and the AWS Health Dashboard.',
  HooksThrottled:
    'The API throttled hooks (429). They are lost unless Ant Media Server retries. Raise throttleRate and throttleBurst, or find in the access log who floods the API.',
  HooksRefused:
    'Many hooks were answered 403: a webhook URL has a revoked or expired token, or its sender is not in allowList, or it is configured as an authorisation URL. List the valid tokens with npm run tokens -- list.',
  HooksQuarantined:
    'Unparseable hooks were quarantined: they are stored whole, but change no stream. GET /quarantine lists them with the reason.',
  HooksSilent:
    'No hook was stored for the minutes of silenceMinutes. If streams are live, check that Ant Media Server still has the webhook URL and reaches it.',
  DeferredWaiting:
    'For 15 minutes the deferred queue always held events that the replayer had tried and not stored. Nothing is lost yet: an event becomes a dead letter after 4.6 hours. The replayer log gives the reason.',
  DeferredUntried:
    'An event has been in the deferred queue for 15 minutes and was hardly tried: the backlog is longer than the replayer can process, or its event source mapping is disabled. SQS deletes events after 14 days.',
  DeadLetters:
    'Events failed for 4.6 hours and are dead letters; SQS deletes them 14 days after they arrived. The replayer log gives the reason. Fix it, then run npm run replay -- --dead-letters --stack NAME.',
  ReplayerErrors:
    'The replayer crashed or timed out. Its events are retried after 3 minutes; new hooks are not affected. The replayer log gives the reason.',
  ReceiverErrors:
    'The receiver crashed or timed out: hooks were answered 5xx and may not be stored. The receiver log gives the reason.',
  ReceiverThrottles:
    'Lambda had no concurrency left for the receiver, so hooks were not stored. Raise reservedConcurrency if it is set, otherwise the quota of the account.',
  ReceiverSlow:
    'For 15 minutes the slowest 1 % of hooks took more than 1 s. Check whether the tables are throttled; otherwise raise memory.',
  ReaderErrors:
    'The reader crashed or timed out: API requests were answered 5xx. Hooks are not affected. The reader log gives the reason.',
  ReaderThrottles:
    'Lambda had no concurrency left for the reader, and may soon have none for hooks. Raise the quota of the account, and set reservedConcurrency.',
  PublishRefused:
    'At least 5 publishers were refused within 5 minutes: a key is missing, unknown or expired, the webhookAuthenticateURL is wrong, or the table or the throttle left no answer. GET /refusals lists stream and reason; the authoriser log has all of them.',
  AuthoriserSlow:
    'For 15 minutes the slowest 1 % of questions who may publish took more than 500 ms. Ant Media Server asks one at a time and gives each 2 s, the queue included. Check whether the tokens table is throttled; otherwise raise authoriserMemory.',
  AuthoriserErrors:
    'The authoriser crashed or timed out: publishers were answered 5xx, and refused. The authoriser log gives the reason. Hooks are not affected.',
  AuthoriserThrottles:
    'Lambda had no concurrency left for the authoriser, so publishers were refused. Raise the quota of the account: new accounts share 10 executions between hooks, questions and reads.',
  StreamsWriteThrottles:
    'DynamoDB throttled writes to the streams table; they were retried. The table scales with its traffic. If this lasts, one stream or app writes more than a partition takes.',
  StatusIndexWriteThrottles:
    'DynamoDB throttled writes to the index byStatus, and with it the writes to the table: hooks are deferred, not lost. One app changes more statuses, or stores more events in a day, than a partition takes, 1 000 a second. Spread its streams over several apps, or set byDay to false.',
  StatusIndexReadThrottles:
    'DynamoDB throttled reads of the index byStatus: a client lists streams too often. Find it in the access log. Hooks are not affected.',
  StreamsReadThrottles:
    'DynamoDB throttled reads of the streams table; they were retried. If this lasts, a client reads too often: find it in the access log.',
  TokensReadThrottles:
    'DynamoDB throttled reads of the tokens table: someone is guessing tokens, or sends hooks with an unknown one. Find the address in the access log.',
  StreamsMissing:
    'Streams that should be live have not been for longer than their grace. npm run streams lists them as missing; GET /expected says since when. Check their publishers and the media server.',
  StreamsPresumedEnded:
    'Streams were presumed ended: their heartbeats stopped, or the media server said that they are over, and no hook reported their end. npm run streams lists them. Check the publishers, and whether hooks get lost.',
  SweeperErrors:
    'A sweep crashed or timed out. The next one looks again: until then no end is presumed and the counts are old. Hooks are not affected. The sweeper log gives the reason.',
  SweeperBlocked:
    'Sweeps presumed no ends by silence: deferred events have waited for more than 30 minutes, or all streams of an app fell silent at once, which is more likely the way of the hooks than the streams. The sweeper log names the apps.',
  AnnouncerErrors:
    'The announcer crashed, timed out, or could not put events on the bus. Nothing is lost for 24 hours: it tries the same writes again. Hooks are not affected. The announcer log gives the reason.',
  AnnouncerBehind:
    'Announcements are more than 15 minutes late. DynamoDB deletes unannounced writes from its stream after 24 hours. The announcer log gives the reason; without one, check its event source mapping.',
  AnnouncementsSkipped:
    'An announcement was given up: EventBridge can never take it, or the row cannot be read. The state of the stream and its history are right. The announcer log names the stream and the reason.',
  NotifyFailing:
    'A recipient of notifications has not taken them for 15 minutes, or has dead letters. Nothing is lost for 24 hours, and others are not held up. npm run notify -- list --stack NAME says what it answers. Mend that, then run npm run notify -- resend --stack NAME.',
  NotifierErrors:
    'The notifier crashed or timed out. Its messages are tried again after 3 minutes, for 14 days; some recipients may get a notification twice. Hooks are not affected. The notifier log gives the reason.',
};

export type AlarmName = keyof typeof alarmDescriptions;
