import type { RunRecord } from '../record/run-record.ts';

/** Options that may make a run another story than its scenario's. `--rate` and `--delay-ms` do not: a story holds for all that it takes. */
const otherStories = ['--fault', '--fix'];

/** A remark about the story of a run's scenario, if the run had another fault or other fixes; else empty. */
export function storyRemark({ manifest: { command } }: RunRecord): string {
  const given = otherStories.filter((option) => command.includes(option));
  return given.length === 0 ? '' : `The story is that of the scenario as written. This run changed it with ${given.join(' and ')}.`;
}
