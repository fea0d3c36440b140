import type { Random } from '../../../cli/simulate/random.ts';

/** Makes something of chance: the same of the same chance. */
export type RandomGenerator<T> = (random: Random) => T;

/** A whole number from 0 to below a bound. */
export const randomInt = (random: Random, below: number): number => Math.floor(random() * below);

/** Whether something happens that does so many times of a hundred. */
export const randomBoolean = (random: Random, percent: number): boolean => random() * 100 < percent;

export function pickOne<T>(random: Random, values: readonly T[]): T {
  const value = values[randomInt(random, values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}

/** Several of a maker. */
export function repeat<T>(random: Random, count: number, generate: RandomGenerator<T>): T[] {
  return Array.from({ length: count }, () => generate(random));
}

/** One of several makers, each as often as its weight says. */
export function weightedChoice<T>(
  ...choices: readonly (readonly [weight: number, make: RandomGenerator<T>])[]
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
    throw new Error('there is nothing to choose from');
  },
] as const;
