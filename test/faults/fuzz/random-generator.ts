import type { Random } from '../../../oracle/random.ts';

/** Makes a random value; the same random numbers make the same value. */
export type RandomGenerator<T> = (random: Random) => T;

/** Returns an integer from 0 to `below`, exclusive. */
export const randomInt = (random: Random, below: number): number => Math.floor(random() * below);

/** Returns true with a probability in percent. */
export const randomBoolean = (random: Random, percent: number): boolean => random() * 100 < percent;

export function pickOne<T>(random: Random, values: readonly T[]): T {
  const value = values[randomInt(random, values.length)];
  if (value === undefined) throw new Error('expected at least one value to pick from, received none');
  return value;
}

export function repeat<T>(random: Random, count: number, generate: RandomGenerator<T>): T[] {
  return Array.from({ length: count }, () => generate(random));
}

/** Chooses one of several generators for each value, with a probability in proportion to its weight. */
export function weightedChoice<T>(
  ...choices: readonly (readonly [weight: number, generate: RandomGenerator<T>])[]
): RandomGenerator<T> {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  return (random) => {
    let remaining = random() * total;
    const chosen = choices.find(([weight]) => {
      remaining -= weight;
      return remaining < 0;
    });
    return (chosen ?? choices[0] ?? noChoice)[1](random);
  };
}

const noChoice = [
  0,
  () => {
    throw new Error('expected at least one generator to choose from, received none');
  },
] as const;
