import { type Bill, computeBill, type HookMeasurements } from './cost.ts';
import type { OperationCost, ScaleCosts } from './scale.ts';

/** What the bill of a million hooks depends on. */
export interface BillDetails extends HookMeasurements {
  readonly scale: Pick<ScaleCosts, 'small' | 'withoutByDay'>;
}

const MIX = ['liveStreamStarted', 'liveStreamEnded', 'vodReady'];

/** Returns the bill of a million starts, ends and recordings in equal parts: with the setting `byDay`, and without it. */
export function lifecycleBills({ scale, ...hook }: BillDetails): { readonly byDay: Bill; readonly withoutByDay: Bill } {
  const bill = (label: string, costs: readonly OperationCost[]) =>
    computeBill(
      label,
      MIX.flatMap((operation) => costs.filter((cost) => cost.operation === operation)),
      hook,
    );
  return {
    byDay: bill('started, ended and vodReady in equal parts', scale.small),
    withoutByDay: bill('the same with `byDay` off', scale.withoutByDay),
  };
}
