import { formatBitrate, formatSpeed } from '../../../words/health.ts';
import type { StreamResponse } from '../../responses.ts';
import { type Point, type Sample, splitBySession, toBitrates, toDropRates, toSpeeds } from '../../samples.ts';
import { Chart, HOUR_MS } from './chart.tsx';
import { Section } from './section.tsx';

const NO_HEARTBEATS =
  'No heartbeats received. Ant Media Server sends them only when webhookStreamStatusUpdatePeriodMs is set.';

interface Props {
  readonly stream: StreamResponse;
  /** Oldest first. */
  readonly samples: readonly Sample[];
}

/** Bitrate, speed and drops in the hour before the latest heartbeat, by the media server's clock. */
export function HealthCharts({ stream: { status, sessions, tracks }, samples }: Props) {
  const to = samples.at(-1)?.at ?? 0;
  const recent = samples.filter(({ at }) => at > to - HOUR_MS);
  const parts = splitBySession(recent, sessions);
  const [bitrates, speeds, drops] = [parts.map(toBitrates), parts.map(toSpeeds), parts.map(toDropRates)];
  const isAwaited = status === 'live' && tracks.length === 0; // a room has no heartbeats of its own
  const isUnknown = [...bitrates, ...speeds].flat().length === 0;
  return (
    <Section
      title="Health in the hour before the last heartbeat"
      isEmpty={isUnknown && (recent.length === 0 || !isAwaited)}
      {...(isAwaited && { none: NO_HEARTBEATS })}
    >
      <div class="charts">
        <Chart name="Bitrate" lines={bitrates} format={formatBitrate} to={to} />
        <Chart name="Speed" lines={speeds} format={formatSpeed} to={to} target={1} />
        {hasPositive(drops) && <Chart name="Drops a minute" lines={drops} format={formatDrops} to={to} />}
      </div>
      {isAwaited && bitrates.flat().length === 0 && (
        <p class="note">Bitrate: available from the second heartbeat on.</p>
      )}
    </Section>
  );
}

const hasPositive = (lines: readonly (readonly Point[])[]): boolean => lines.flat().some(({ value }) => value > 0);

const formatDrops = (perMinute: number): string => String(Math.round(perMinute));
