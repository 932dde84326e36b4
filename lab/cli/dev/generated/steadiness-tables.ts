import type { Steadiness } from '../../../campaigns/steadiness/ledger/standing.ts';
import { steadinessAsMarkdown } from '../../../campaigns/steadiness/ledger/steadiness-table.ts';

/** The kept runs, one table for each server. */
export function steadinessTables(all: readonly Steadiness[]): string {
  const intro =
    'Each scenario runs with several seeds, alone and with others at the same time (`npm run dev -- steadiness --keep`). A number before ✔ is how many runs were confirmed; the seeds of the others are in brackets. A run whose load came late says nothing about the scenario. An empty way (–) was not run.';
  return [intro, ...all.map((steadiness) => `## On ${steadiness.server}\n\n${steadinessAsMarkdown(steadiness).trimEnd()}`)].join('\n\n');
}
