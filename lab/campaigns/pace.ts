import type { Engine } from '../engine/connection/connect-engine.ts';
import { type Capacity, engineCapacity } from '../engine/containers/capacity.ts';

/** How many runs go side by side. Between the two bounds, the lateness of their load decides. */
export interface Pace {
  /** In the first wave. */
  readonly atFirst: number;
  /** In any wave. */
  readonly atMost: number;
}

/** Runs mostly wait: this many for each core is a first guess, to be corrected by what is measured. */
const runsPerCore = 8;
/** Sixteen runs at a time took some 7 GB on MariaDB; with 28 on MySQL 9.7.2, the whole machine had 16 GiB in use. */
const memoryOfRunBytes = 512 * 1024 * 1024;
/** Of the machine's memory, for the runs; the rest is for the engine, the lab and everybody else. */
const memoryShare = 0.6;

/** The pace for this many runs at a time, neither more nor fewer. */
export function fixedPace(atATime: number): Pace {
  return { atFirst: atATime, atMost: atATime };
}

/** The pace for the machine that this engine runs on. */
export async function paceOn(engine: Engine): Promise<Pace> {
  return paceFor(await engineCapacity(engine));
}

/** A first guess by the number of cores, and as a bound what fits into the memory. */
export function paceFor({ cores, memoryBytes }: Capacity): Pace {
  const atMost = Math.max(1, Math.floor((memoryShare * memoryBytes) / memoryOfRunBytes));
  return { atFirst: Math.min(atMost, runsPerCore * cores), atMost };
}

/** A wave may be this many times larger than asked for, where that saves one for the few that would be left. */
const stretch = 1.2;

/** How many of those that remain go into the next wave: waves are equally large, so that none has only a few runs. */
export function waveOf(remaining: number, atATime: number, { atMost }: Pace): number {
  const waves = Math.ceil(remaining / Math.min(atMost, atATime * stretch));
  return Math.ceil(remaining / waves);
}

/** Below this share of the allowed lateness a wave leaves room for more runs; above the other one it is too large. */
const roomBelow = 0.3;
const fullAbove = 0.7;

/**
 * The size of the next wave.
 *
 * @param lateness of the latest run of the wave before, as a share of what is allowed.
 */
export function nextWave(atATime: number, lateness: number, { atFirst, atMost }: Pace): number {
  if (atFirst === atMost) {
    return atMost;
  }
  if (lateness > fullAbove) {
    return Math.max(1, Math.floor(atATime / 2));
  }
  return lateness < roomBelow ? Math.min(atMost, Math.ceil(atATime * 1.5)) : atATime;
}
