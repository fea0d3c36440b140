/** The grade of a measurement, and the word for it; none where it is as it should be. */
export interface Grade {
  readonly kind: 'good' | 'poor' | 'bad';
  readonly word: string | null;
}

const good: Grade = { kind: 'good', word: null };

/** Grades a processing speed: below 1 the encoding falls behind what is published, and players wait. */
export function gradeSpeed(speed: number): Grade {
  const shown = Math.round(speed * 100) / 100;
  if (shown < 0.9) return { kind: 'bad', word: 'too slow' };
  return shown < 0.98 ? { kind: 'poor', word: 'slow' } : good;
}

/** Grades a bitrate (bits per second). */
export const gradeBitrate = (rate: number): Grade => (rate > 0 ? good : { kind: 'bad', word: 'no data' });

/** Grades dropped frames and lost packets a minute: a few are usual, one a second is seen by viewers. */
export function gradeDrops(perMinute: number): Grade {
  const shown = Math.round(perMinute);
  if (shown >= 60) return { kind: 'bad', word: 'many' };
  return shown >= 10 ? { kind: 'poor', word: 'some' } : good;
}
