import type { Cost } from './scale.ts';

// AWS's prices, in us-east-1, in dollars a million unless said otherwise: docs/operations.md names them too.

const API_REQUEST_PRICE = 1;
const LAMBDA_REQUEST_PRICE = 0.2;
const WRITE_UNIT_PRICE = 0.625;
const READ_UNIT_PRICE = 0.125;
/** A GB-second, on arm64. */
const GB_SECOND_PRICE = 0.0000133334;
/** A GB of CloudWatch Logs, taken in. */
const LOG_GB_PRICE = 0.5;

/** The memory of the receiver unless it is set otherwise, in GB. */
const MEMORY_GB = 0.5;
/** What Lambda gives a function of that memory of a processor: a whole one comes with 1 769 MB. */
const CPU_SHARE = 512 / 1769;
/** What DynamoDB takes to answer, in ms. Not measured: the most that the single-digit milliseconds can be that AWS speaks of. */
const DYNAMODB_LATENCY_MS = 9;

/** A line of the access log, in bytes: with the ids and addresses that API Gateway writes. */
const ACCESS_LOG_LINE_BYTES = 206;
/** What CloudWatch counts for each line besides, in bytes. */
const LINE_OVERHEAD_BYTES = 26;

/** What was measured of a hook. */
export interface HookMeasurements {
  /** The processor's time, in ms. */
  readonly cpuMs: number;
  /** The receiver's line of the log, in bytes. */
  readonly logLineBytes: number;
}

/** What a million hooks of a kind cost, in dollars, each part. */
export interface Bill {
  readonly label: string;
  readonly api: number;
  readonly lambdaRequests: number;
  readonly computing: number;
  readonly logs: number;
  readonly writes: number;
  readonly reads: number;
  readonly total: number;
}

/** How long Lambda bills a hook for that asks DynamoDB so many times, one after the other, in ms. */
export function billedMs({ cpuMs }: HookMeasurements, roundTrips: number): number {
  return Math.ceil(cpuMs / CPU_SHARE + roundTrips * DYNAMODB_LATENCY_MS);
}

/** The bill of hooks of these kinds in equal parts. */
export function computeBill(label: string, costs: readonly Cost[], measured: HookMeasurements): Bill {
  const mean = (of: (cost: Cost) => number) => costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;
  const logBytes = measured.logLineBytes + ACCESS_LOG_LINE_BYTES + 2 * LINE_OVERHEAD_BYTES;
  const parts = {
    api: API_REQUEST_PRICE,
    lambdaRequests: LAMBDA_REQUEST_PRICE,
    computing: (mean(({ roundTrips }) => billedMs(measured, roundTrips)) / 1000) * MEMORY_GB * GB_SECOND_PRICE * 1e6,
    logs: (logBytes / 1e9) * LOG_GB_PRICE * 1e6,
    writes: mean(({ writeUnits }) => writeUnits) * WRITE_UNIT_PRICE,
    reads: mean(({ readUnits }) => readUnits) * READ_UNIT_PRICE,
  };
  return { label, ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
