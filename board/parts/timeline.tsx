import { barsOf } from '../bars.ts';
import type { StreamResponse } from '../responses.ts';
import { Timestamp } from './timestamp.tsx';

const WIDTH = 1_000;
/** A session that is too short to be seen is drawn so wide. */
const MIN_BAR_WIDTH = 3;

/** When the stream was on, as bars from the first session to now (ms since the epoch, by the reader's clock). The table below says the same, so this is for eyes alone. */
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
            x={Math.min(bar.from * WIDTH, WIDTH - MIN_BAR_WIDTH)}
            y="2"
            width={Math.max(MIN_BAR_WIDTH, bar.length * WIDTH - 1)}
            height="20"
          />
        ))}
      </svg>
      <div class="ends">
        <Timestamp at={new Date(from).toISOString()} />
        <Timestamp at={new Date(to).toISOString()} />
      </div>
      <p class="legend">
        <i class="open" /> on now <i class="ended" /> ended <i class="cut" /> cut off
      </p>
    </div>
  );
}
