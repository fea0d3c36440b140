import { recentDrops, samplesOf, splitBySession } from '../../samples.ts';
import { toStreamSentence } from '../../stream-sentence.ts';
import { UntrustedText } from '../untrusted-text.tsx';
import { type CurrentResponse, useBoard } from '../use-board.ts';
import { useNow } from '../use-now.ts';

/** How the stream is, in a sentence whose times run. */
export function Sentence({ response: { body: stream, at, now } }: { response: CurrentResponse<'/stream'> }) {
  const { sampleHistory } = useBoard().state;
  const newest = splitBySession(samplesOf(stream, sampleHistory), stream.sessions).at(-1) ?? [];
  const clockOffset = now - performance.now();
  return <Ticking stream={stream} at={at} clockOffset={clockOffset} drops={recentDrops(newest)} />;
}

interface TickingProps {
  readonly stream: CurrentResponse<'/stream'>['body'];
  readonly at: number;
  /** By how much the receiver's clock is ahead of the monotonic one, in ms. */
  readonly clockOffset: number;
  readonly drops: number | null;
}

function Ticking({ stream, at, clockOffset, drops }: TickingProps) {
  const clock = useNow();
  const isRoom = stream.tracks.length > 0;
  return (
    <p class="sentence">
      {toStreamSentence(stream, { now: clock + clockOffset, ageMs: clock - at, drops, isRoom }).map(({ text, kind }) =>
        kind === 'foreign' ? <UntrustedText text={text} /> : <span class={kind}>{text}</span>,
      )}
    </p>
  );
}
