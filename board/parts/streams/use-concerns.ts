import { formatCoverage, sumRefusalsOfHour } from '../../../words/refusals-of-hour.ts';
import { type Concern, listConcerns } from '../../concerns.ts';
import { expectedRequest, listRequest, refusalsRequest, troubleRequests } from '../../requests.ts';
import { home } from '../../view.ts';
import { useAnswer, useBoard } from '../use-board.ts';

interface Concerns {
  readonly concerns: readonly Concern[];
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
  /** How much of the last hour the refusals are of; null for all. */
  readonly coverage: string | null;
  /** Whether there is an answer yet. */
  readonly isKnown: boolean;
}

/** Returns what needs a look, as far as it is known. */
export function useConcerns(): Concerns {
  const { view } = useBoard().state;
  const { app } = view;
  const expected = useAnswer(expectedRequest);
  const refused = useAnswer(refusalsRequest(view));
  const loaded = useAnswer(listRequest(view));
  const first = useAnswer(listRequest({ ...home, app }));
  const troubles = troubleRequests(view).map((request) => useAnswer(request));
  const lists = [...troubles, first, loaded].filter((list) => list !== undefined); // the freshest last
  const now = (loaded ?? first ?? expected ?? refused)?.now ?? 0;
  const concerns = listConcerns(
    {
      expected: (expected?.body.expected ?? []).filter((one) => app === '' || one.app === app),
      streams: lists.flatMap(({ body }) => body.streams).filter((one) => app === '' || one.app === app),
      refusals: sumRefusalsOfHour(refused?.body.refusals ?? [], now),
    },
    now,
  );
  const coverage =
    refused === undefined || refused.body.refusals.length === 0 ? null : formatCoverage(refused.body, now);
  return { concerns, now, coverage, isKnown: now > 0 };
}
