import { sumCounts } from '../../../client/sum-counts.ts';
import { capitalise } from '../../format.ts';
import { countsRequest } from '../../requests.ts';
import { mainTiles, type Tile, tileName } from '../../tiles.ts';
import { home } from '../../view.ts';
import { Timestamp } from '../timestamp.tsx';
import { useAnswer, useBoard } from '../use-board.ts';
import { ViewLink } from '../view-link.tsx';

type Count = keyof ReturnType<typeof sumCounts>;

interface CountedTile {
  readonly count: Count;
  /** What the list shows after a click. */
  readonly status: string;
  readonly name: string;
}

const tiles: readonly CountedTile[] = [
  ...mainTiles.map((tile) => ({ count: tile, status: tile, name: tileName(tile) })),
  { count: 'presumedEnded', status: 'presumedEnded', name: 'presumed ended' },
  { count: 'endedLastHour', status: 'ended', name: 'ended in the last hour' },
];

/** They are rare: a tile is there only where there are some. */
const rare: readonly Count[] = ['presumedEnded'];

/** The streams in numbers, of which the first four count each stream once, those that are `loaded` at least; a click filters the list. */
export function StatusTiles({ loaded }: { loaded: readonly Tile[] }) {
  const { view } = useBoard().state;
  const answer = useAnswer(countsRequest(view));
  const counts = sumCounts(answer?.body.counts ?? []);
  const at = answer?.body.at ?? null;
  const countOf = (count: Count) => {
    const inView = loaded.filter((tile) => tile === count).length;
    return at === null ? null : Math.max(counts[count] ?? 0, inView);
  };
  return (
    <ul class="tiles">
      {tiles
        .filter(({ count }) => !rare.includes(count) || (countOf(count) ?? 0) > 0)
        .map(({ count, status, name }) => (
          <li key={count} class={countOf(count) ? status : 'zero'}>
            <ViewLink
              to={view.status === status ? { ...home, app: view.app } : { ...home, app: view.app, status }}
              current={view.status === status ? 'true' : undefined}
            >
              <b>{countOf(count) ?? '–'}</b> {capitalise(name)}
            </ViewLink>
          </li>
        ))}
      <li class="note">
        {at === null ? (
          'not counted yet'
        ) : (
          <>
            as of <Timestamp at={at} />
          </>
        )}
      </li>
    </ul>
  );
}
