import type { Random } from '../../../cli/simulate/random.ts';

/** Makes something of chance: the same of the same chance. */
export type Maker<T> = (random: Random) => T;

/** A whole number from 0 to below a bound. */
export const whole = (random: Random, below: number): number => Math.floor(random() * below);

/** Whether something happens that does so many times of a hundred. */
export const isLikely = (random: Random, percent: number): boolean => random() * 100 < percent;

export function pick<T>(random: Random, things: readonly T[]): T {
  const thing = things[whole(random, things.length)];
  if (thing === undefined) throw new Error('there is nothing to pick from');
  return thing;
}

/** Several of a maker. */
export function several<T>(random: Random, count: number, make: Maker<T>): T[] {
  return Array.from({ length: count }, () => make(random));
}

/** One of several makers, each as often as its weight says. */
export function oneOf<T>(...choices: readonly (readonly [weight: number, make: Maker<T>])[]): Maker<T> {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  return (random) => {
    let left = random() * total;
    const chosen = choices.find(([weight]) => {
      left -= weight;
      return left < 0;
    });
    return (chosen ?? choices[0] ?? nothingToChoose)[1](random);
  };
}

const nothingToChoose = [
  0,
  () => {
    throw new Error('there is nothing to choose from');
  },
] as const;
