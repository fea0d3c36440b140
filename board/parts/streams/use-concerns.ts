import { sumCounts } from '../../../client/sum-counts.ts';
import { formatCoverage, sumRefusalsOfHour } from '../../../words/refusals-of-hour.ts';
import { type Concern, listConcerns } from '../../concerns.ts';
import {
  countsRequest,
  expectedRequest,
  listRequest,
  refusalsRequest,
  TROUBLE_LIMIT,
  troubleRequest,
  troubles,
} from '../../requests.ts';
import { useAnswer, useBoard } from '../use-board.ts';

/** What needs a look, as far as it is known. */
export interface Concerns {
  readonly concerns: readonly Concern[];
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
  /** How much of the last hour the refusals are of; null for all. */
  readonly coverage: string | null;
  /** Whether there may be more than are listed. */
  readonly isPart: boolean;
  /** Whether all that is counted is there; false for an app that nobody has heard of. */
  readonly isKnown: boolean;
}

/** Returns what needs a look, as far as it is known. */
export function useConcerns(): Concerns {
  const { view } = useBoard().state;
  const ofApp = ({ app }: { readonly app: string }) => view.app === '' || app === view.app;
  const expected = useAnswer(expectedRequest);
  const refused = useAnswer(refusalsRequest(view));
  const loaded = useAnswer(listRequest(view));
  const counted = useAnswer(countsRequest(view));
  const counts = sumCounts(counted?.body.counts ?? []);
  const isUncounted = counted !== undefined && counted.body.at === null;
  const lists = troubles
    .map((status) => ({ answer: useAnswer(troubleRequest(view, status)), count: counts[status] ?? 0 }))
    .filter(({ count }) => count > 0 || isUncounted); // the others are old
  const found = lists.flatMap(({ answer }) => answer?.body.streams ?? []);
  const now = (loaded ?? expected ?? refused ?? counted)?.now ?? 0;
  const concerns = listConcerns(
    {
      expected: expected?.body.expected.filter(ofApp) ?? [],
      streams: [...found, ...(loaded?.body.streams ?? [])].filter(ofApp), // the freshest last
      refusals: sumRefusalsOfHour(refused?.body.refusals ?? [], now),
    },
    now,
  );
  const { refusals = [] } = refused?.body ?? {};
  const isUnknownApp = view.app !== '' && counted?.body.counts.length === 0 && !loaded?.body.streams.some(ofApp);
  return {
    ...{ concerns, now },
    coverage: refused === undefined || refusals.length === 0 ? null : formatCoverage(refused.body, now),
    isPart: lists.some(({ count }) => count > TROUBLE_LIMIT),
    isKnown: counted !== undefined && lists.every(({ answer }) => answer !== undefined) && !isUnknownApp,
  };
}
