import type { RunPlace, Way } from './standing.ts';

/** A scenario to be run, and how long one run of it takes. */
export interface Timed {
  readonly scenario: string;
  readonly lengthMs: number;
}

/**
 * The runs of some scenarios with some seeds in the order in which they are made: all scenarios with the first seed, then with the next, so
 * that a table that is not complete knows a little of everything. Side by side, as many seeds at a time as runs: those of a wave are then
 * as long as each other, mostly.
 */
export function runsInOrder(scenarios: readonly Timed[], seeds: readonly number[], way: Way, atATime: number): RunPlace[] {
  const perRound = way === 'alone' ? 1 : atATime;
  const longestFirst = scenarios.toSorted((a, b) => b.lengthMs - a.lengthMs || a.scenario.localeCompare(b.scenario));
  const rounds = Array.from({ length: Math.ceil(seeds.length / perRound) }, (_, round) =>
    seeds.slice(round * perRound, (round + 1) * perRound),
  );
  return rounds.flatMap((round) => longestFirst.flatMap(({ scenario }) => round.map((seed) => ({ scenario, seed, way }))));
}
