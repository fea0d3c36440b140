/** How good a measurement is, and the word for it; none where it is as it should be. */
export interface Grade {
  readonly kind: 'good' | 'poor' | 'bad';
  readonly word: string | null;
}

const good: Grade = { kind: 'good', word: null };

/** Grades a processing speed: below 1 the encoding falls behind what is published, and players wait. */
export function gradeSpeed(speed: number): Grade {
  if (speed < 0.9) return { kind: 'bad', word: 'too slow' };
  return speed < 0.98 ? { kind: 'poor', word: 'slow' } : good;
}

/** Grades dropped frames and lost packets a minute: from one a second on, viewers see it. */
export function gradeDrops(perMinute: number): Grade {
  if (perMinute >= 60) return { kind: 'bad', word: 'high' };
  return perMinute >= 1 ? { kind: 'poor', word: 'raised' } : good;
}
