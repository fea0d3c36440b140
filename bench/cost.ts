import { READ_UNIT_PRICE, WRITE_UNIT_PRICE } from '../cli/backfill/backfill-price.ts';
import type { OperationCost } from './scale.ts';

// AWS's prices in us-east-1, in dollars per million unless stated otherwise. docs/operations.md has them too.

const API_REQUEST_PRICE = 1;
const LAMBDA_REQUEST_PRICE = 0.2;
/** Dollars per GB-second on arm64. */
const GB_SECOND_PRICE = 0.0000133334;
/** Dollars per GB ingested by CloudWatch Logs. */
const LOG_GB_PRICE = 0.5;

/** The default memory of the receiver, in GB. */
const MEMORY_GB = 0.5;
/** The share of a processor that Lambda assigns to 512 MB; 1,769 MB get a whole one. */
const CPU_SHARE = 512 / 1769;
/** DynamoDB's time to answer, in ms. Not measured: the upper end of AWS's "single-digit milliseconds". */
export const DYNAMODB_LATENCY_MS = 9;

/** The length of a line of the access log with the ids and addresses that API Gateway writes, in bytes. */
const ACCESS_LOG_LINE_BYTES = 206;
/** The bytes that CloudWatch adds to each line. */
const LINE_OVERHEAD_BYTES = 26;

/** The measurements of a hook that its bill depends on. */
export interface HookMeasurements {
  readonly cpuMs: number;
  /** The length of the receiver's log line. */
  readonly logLineBytes: number;
}

/** The cost of a million hooks of one kind, in dollars, by part. */
export interface Bill {
  readonly label: string;
  readonly api: number;
  readonly lambdaRequests: number;
  readonly compute: number;
  readonly logs: number;
  readonly writes: number;
  readonly reads: number;
  readonly total: number;
}

/** Returns the time that Lambda bills for a hook with this many sequential round trips to DynamoDB, in ms. */
export function billedMs({ cpuMs }: Pick<HookMeasurements, 'cpuMs'>, roundTrips: number): number {
  return Math.ceil(cpuMs / CPU_SHARE + roundTrips * DYNAMODB_LATENCY_MS);
}

/** Returns the bill of hooks with these costs in equal parts. */
export function computeBill(label: string, costs: readonly OperationCost[], hook: HookMeasurements): Bill {
  const mean = (of: (cost: OperationCost) => number) => costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;
  const logBytes = hook.logLineBytes + ACCESS_LOG_LINE_BYTES + 2 * LINE_OVERHEAD_BYTES;
  const parts = {
    api: API_REQUEST_PRICE,
    lambdaRequests: LAMBDA_REQUEST_PRICE,
    compute: (mean(({ roundTrips }) => billedMs(hook, roundTrips)) / 1000) * MEMORY_GB * GB_SECOND_PRICE * 1e6,
    logs: (logBytes / 1e9) * LOG_GB_PRICE * 1e6,
    writes: mean(({ writeUnits }) => writeUnits) * WRITE_UNIT_PRICE,
    reads: mean(({ readUnits }) => readUnits) * READ_UNIT_PRICE,
  };
  return { label, ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** Dollars per million custom events of EventBridge. Of the events of a schedule its price list names none: they are billed here as these. */
const EVENT_PRICE = 1;
/** EventBridge bills each part of this size as an event, in bytes. */
const EVENT_BYTES = 65_536;
/** Dollars per million requests to SQS. */
const SQS_REQUEST_PRICE = 0.4;
const MINUTES_PER_MONTH = 730 * 60;
/** The length of the sweeper's line with four digits in each count, in bytes. */
const SWEEP_LINE_BYTES = 157;

/** The measurements of a sweep that its bill depends on. */
export interface SweepMeasurements {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly seconds: number;
}

/** Returns what a month of sweeps costs, in dollars, by part. */
export function computeSweepBill({ readUnits, writeUnits, seconds }: SweepMeasurements, sweepMinutes = 1) {
  const millions = MINUTES_PER_MONTH / sweepMinutes / 1e6;
  const parts = {
    reads: millions * readUnits * READ_UNIT_PRICE,
    writes: millions * writeUnits * WRITE_UNIT_PRICE,
    compute: millions * seconds * MEMORY_GB * GB_SECOND_PRICE * 1e6,
    requests: millions * (LAMBDA_REQUEST_PRICE + SQS_REQUEST_PRICE + EVENT_PRICE),
    logs: millions * ((SWEEP_LINE_BYTES + LINE_OVERHEAD_BYTES) / 1e9) * LOG_GB_PRICE * 1e6,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** EventBridge's time to answer PutEvents, in ms. Not measured: AWS names none. */
const PUT_EVENTS_LATENCY_MS = 30;
/** The announcer's processor time for each request, in ms: 1.2 with one announcement, and with ten. */
const PUT_EVENTS_CPU_MS = 1.2;

/** The counts that the bill of announcements depends on. */
export interface AnnouncementCounts {
  readonly announcements: number;
  /** Invocations of the announcer; a write that announces nothing may be one. */
  readonly invocations: number;
  /** Requests of the announcer to EventBridge. */
  readonly requests: number;
  /** The length of an announcement. */
  readonly bytes: number;
}

/**
 * Returns the cost of a million announcements, in dollars, by part. Lambda reads the table's stream without charge, the mark in
 * the state adds no write unit, and EventBridge delivers to targets in the same account without charge.
 */
export function computeAnnouncementBill({ announcements, invocations, requests, bytes }: AnnouncementCounts) {
  const requestSeconds = (PUT_EVENTS_CPU_MS / CPU_SHARE + PUT_EVENTS_LATENCY_MS) / 1000;
  const parts = {
    events: Math.ceil(bytes / EVENT_BYTES) * EVENT_PRICE,
    requests: (invocations / announcements) * LAMBDA_REQUEST_PRICE,
    compute: (requests / announcements) * requestSeconds * MEMORY_GB * GB_SECOND_PRICE * 1e6,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** The long polls of 20 s that Lambda keeps open on the queue of a mapping with a maximum concurrency. */
const OPEN_POLLS = 5;

/** Returns what a month of polling so many idle queues costs, in dollars. */
export const computePollingBill = (queues: number): number =>
  ((queues * OPEN_POLLS * 3 * MINUTES_PER_MONTH) / 1e6) * SQS_REQUEST_PRICE;

/** Dollars per million requests to KMS, which decrypts each SecureString parameter that is read. */
const KMS_REQUEST_PRICE = 3;
/** The notifier's processor time for an invocation, in ms. */
const NOTIFIER_CPU_MS = 4;
/** A recipient's time to answer a post, with its look-up and TLS, in ms. Not measured. */
const POST_LATENCY_MS = 300;
/** The time of SSM and of SQS to answer, in ms, taken for each invocation. Not measured: AWS names none. */
const PARAMETERS_LATENCY_MS = 30;

/** The counts that the bill of notifications depends on. */
export interface NotificationCounts {
  readonly announcements: number;
  /** Invocations of the notifier, each of which sends a wake or a post at most. */
  readonly invocations: number;
  /** Its reads of the recipients, whose parameters are all decrypted. */
  readonly parameterReads: number;
  /** Messages of its queue: announcements and wakes. Each is sent, received and deleted. */
  readonly queueMessages: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Sequential round trips to DynamoDB. */
  readonly roundTrips: number;
  readonly posts: number;
  /** Recipients that exist. */
  readonly recipients: number;
}

/** Returns the cost of the notifications of a million announcements, in dollars, by part. What the recipient's service bills is not in it. */
export function computeNotificationBill(counts: NotificationCounts) {
  const { announcements, invocations, parameterReads, posts, roundTrips } = counts;
  const ms =
    invocations * (NOTIFIER_CPU_MS / CPU_SHARE + PARAMETERS_LATENCY_MS) +
    roundTrips * DYNAMODB_LATENCY_MS +
    posts * POST_LATENCY_MS;
  const parts = {
    queue: 3 * counts.queueMessages * SQS_REQUEST_PRICE,
    requests: invocations * LAMBDA_REQUEST_PRICE,
    compute: ms * MEMORY_GB * GB_SECOND_PRICE * 1e3,
    units: counts.writeUnits * WRITE_UNIT_PRICE + counts.readUnits * READ_UNIT_PRICE,
    keys: parameterReads * counts.recipients * KMS_REQUEST_PRICE,
  };
  const dollars = Object.entries(parts).map(([part, sum]) => [part, sum / announcements] as const);
  const each = Object.fromEntries(dollars) as typeof parts; // the same names
  return { ...each, total: dollars.reduce((sum, [, part]) => sum + part, 0) };
}

/** The default memory of the authoriser, in GB. */
const AUTHORISER_MEMORY_GB = 1;
/** The share of a processor that Lambda assigns to it. */
const AUTHORISER_CPU_SHARE = 1024 / 1769;
/** The authoriser's processor time for a question, and for each round trip, in ms. */
const [QUESTION_CPU_MS, TRIP_CPU_MS] = [0.1, 0.4];

/** The counts that the bill of a question, whether somebody may publish or play, depends on. */
export interface QuestionCounts {
  readonly readUnits: number;
  /** Those of refused conditions too: DynamoDB charges for them. */
  readonly writeUnits: number;
  /** Sequential round trips to DynamoDB. */
  readonly roundTrips: number;
  /** The length of the authoriser's log line. */
  readonly logLineBytes: number;
}

/** Returns the cost of a million questions of one kind, in dollars, by part. */
export function computeAuthorisationBill({ readUnits, writeUnits, roundTrips, logLineBytes }: QuestionCounts) {
  const cpuMs = QUESTION_CPU_MS + roundTrips * TRIP_CPU_MS;
  const ms = Math.ceil(cpuMs / AUTHORISER_CPU_SHARE + roundTrips * DYNAMODB_LATENCY_MS);
  const logBytes = logLineBytes + ACCESS_LOG_LINE_BYTES + 2 * LINE_OVERHEAD_BYTES;
  const parts = {
    api: API_REQUEST_PRICE,
    lambda: LAMBDA_REQUEST_PRICE + ms * AUTHORISER_MEMORY_GB * GB_SECOND_PRICE * 1e3,
    logs: (logBytes / 1e9) * LOG_GB_PRICE * 1e6,
    units: readUnits * READ_UNIT_PRICE + writeUnits * WRITE_UNIT_PRICE,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
