import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type LeftOfLab, nthEvent, underNpm, type WatchedLab } from './killed-lab.ts';
import { eventually } from './left-in-engine.ts';

/** A point of a run: its name, and a promise that resolves when the run gets there. */
export type Point = readonly [name: string, comes: (run: Run) => Promise<unknown>];

interface Run {
  readonly lab: WatchedLab;
  readonly folder: string;
}

/** What was there at the moment of the kill, and 30 s later. */
export interface Killed {
  readonly name: string;
  /** Whether the run got to that point before it ended. */
  readonly cameThere: boolean;
  readonly atOnce: LeftOfLab;
  readonly inTheEnd: LeftOfLab;
}

/** The length of the scenario "baseline". */
const timelineSeconds = 13;

export function afterStart(seconds: number): Point {
  return [`${seconds} s after npm`, () => wait(seconds * 1000)];
}

/** By the engine's events, for moments that are too short to be met by a timer. */
export function on(type: 'network' | 'container', action: string, nth: number): Point {
  return [`${type} ${nth}: ${action}`, ({ lab }) => nthEvent(lab, type, action, nth)];
}

export function inTimeline(share: number): Point {
  return [
    `${share * 100} % of the timeline`,
    async ({ folder }) => {
      await eventually(async () => startOf(folder), Number.isFinite, 60_000);
      await wait(share * timelineSeconds * 1000);
    },
  ];
}

/**
 * Runs `npm run scenario baseline` once for each point, and kills it there with -9: npm, its shell and the lab at once. All start
 * together, because a lab that starts later would remove what the others have left.
 *
 * @param folders where the records go.
 */
export function killAt(points: readonly Point[], folders: string): Promise<Killed[]> {
  return Promise.all(
    points.map(async ([name, comes]) => {
      const folder = join(folders, name.replaceAll(/\W+/g, '-'));
      const lab = underNpm('scenario', 'baseline', '--', '--quiet', '--out', folder);
      const cameThere = await Promise.race([comes({ lab, folder }).then(() => true), lab.ended.then(() => false)]);
      lab.kill();
      return { name, cameThere, atOnce: await lab.left(), inTheEnd: await lab.leftInTheEnd() };
    }),
  );
}

/** When the timeline began; undefined before that. */
function startOf(folder: string): number | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).startNs;
  } catch {
    // Not written yet, or only half.
    return undefined;
  }
}
