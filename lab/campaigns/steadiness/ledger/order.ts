import type { RunPlace, Way } from './standing.ts';

/** A scenario to run, and the length of one run. */
export interface Timed {
  readonly scenario: string;
  readonly lengthMs: number;
}

/**
 * The order of the runs: all scenarios with the first seed, then with the next, so that even an incomplete table covers every scenario. Side by
 * side, each round takes as many seeds as there are runs at a time, so that the runs of a wave mostly have the same length.
 */
export function runsInOrder(scenarios: readonly Timed[], seeds: readonly number[], way: Way, atATime: number): RunPlace[] {
  const perRound = way === 'alone' ? 1 : atATime;
  const longestFirst = scenarios.toSorted((a, b) => b.lengthMs - a.lengthMs || a.scenario.localeCompare(b.scenario));
  const rounds = Array.from({ length: Math.ceil(seeds.length / perRound) }, (_, round) =>
    seeds.slice(round * perRound, (round + 1) * perRound),
  );
  return rounds.flatMap((round) => longestFirst.flatMap(({ scenario }) => round.map((seed) => ({ scenario, seed, way }))));
}
