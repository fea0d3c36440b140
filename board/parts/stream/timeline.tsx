import { barsOf } from '../../bars.ts';
import type { StreamResponse } from '../../responses.ts';
import { Timestamp } from '../timestamp.tsx';

const WIDTH = 1_000;
/** The width of a session that would be too narrow to see; a hollow one needs more to be seen as such. */
const minWidths = { open: 3, ended: 3, presumed: 8, cut: 3 };

/** The sessions as bars up to now (ms since the epoch, by the receiver's clock). Screen readers skip it: the table below it says the same. */
export function Timeline({ sessions, now }: { sessions: readonly StreamResponse['sessions'][number][]; now: number }) {
  const { from, to, bars } = barsOf(sessions, now);
  return (
    <div class="timeline" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="rail" x="0" y="11" width={WIDTH} height="2" />
        {bars.map((bar, index) => (
          <rect
            key={`${index} ${bar.kind}`}
            class={bar.kind}
            x={Math.min(bar.from * WIDTH, WIDTH - minWidths[bar.kind])}
            y="2"
            width={Math.max(minWidths[bar.kind], bar.length * WIDTH - 1)}
            height="20"
          />
        ))}
      </svg>
      <div class="ends">
        <Timestamp at={new Date(from).toISOString()} />
        <Timestamp at={new Date(to).toISOString()} />
      </div>
      <p class="legend">
        <i class="open" /> live <i class="ended" /> ended <i class="presumed" /> presumed ended <i class="cut" /> cut
        off
      </p>
    </div>
  );
}
