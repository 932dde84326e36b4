import { type Outcome, outcomes } from '../model/vocabulary.ts';
import type { ConnectSample } from '../record/samples.ts';

type OutcomeCounts = Readonly<Record<Outcome, number>> & { readonly attempts: number };

export function countOutcomes(samples: readonly ConnectSample[]): OutcomeCounts {
  const counts = outcomes.map((outcome) => [outcome, samples.filter((sample) => sample.outcome === outcome).length]);
  return { attempts: samples.length, ...(Object.fromEntries(counts) as Record<Outcome, number>) };
}
