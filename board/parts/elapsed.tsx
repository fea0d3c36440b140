import { Duration } from './duration.tsx';

interface Props {
  /** ISO 8601. */
  readonly since: string;
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
}

/** The time since another one, which grows. */
export const Elapsed = ({ since, now }: Props) => <Duration ms={now - Date.parse(since)} since={performance.now()} />;
