import type { ExpectationInput } from './expectation.ts';

/** What a host must stand up to. */
export interface Standards {
  /** Within this many ms, 95 of 100 connects must have ended, however they end. */
  readonly fastWithinMs: number;
  /** The share of clients that must get in, in percent, at whatever try; and of connects through the Unix socket. */
  readonly availablePercent: number;
}

/** A part of the fault phase, in ms from its beginning. */
export interface Part {
  /** Behind a dash at the end of the ids of its expectations. */
  readonly id: string;
  /** When that is, to go behind their texts. */
  readonly when: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Fewer connects than this say nothing about a share of them. */
const fewestClients = 8;
const fewestSocketConnects = 5;

/**
 * The questions that are asked of every remedy: are new connects fast, do clients get in, and does the outsider stay out? A quick
 * refusal is fast and not available; a door that stands open is both.
 */
export function threeQuestions(standards: Standards): ExpectationInput[] {
  return [...aboutClients(standards), outsiderOut];
}

/** The two questions about clients, of one part of the fault phase where there are several. */
export function aboutClients({ fastWithinMs, availablePercent }: Standards, part?: Part): ExpectationInput[] {
  const { suffix, words, within } =
    part === undefined
      ? { suffix: '', words: '', within: {} }
      : { suffix: `-${part.id}`, words: ` ${part.when}`, within: { within: { fromMs: part.fromMs, untilMs: part.untilMs } } };
  return [
    {
      id: `fast${suffix}`,
      text: `Clients do not wait, 95 of 100${words}`,
      measure: { of: 'elapsed', path: 'tcp', statistic: 'p95' },
      ...within,
      atMost: fastWithinMs,
      minimumSamples: fewestClients,
    },
    {
      id: `available${suffix}`,
      text: `Clients get in${words}`,
      measure: { of: 'served', path: 'tcp' },
      ...within,
      atLeast: availablePercent,
      minimumSamples: fewestClients,
    },
    {
      id: `socket${suffix}`,
      text: `so do those who use the Unix socket${words}`,
      measure: { of: 'outcome', path: 'socket', outcome: 'ok', as: 'percent' },
      ...within,
      atLeast: availablePercent,
      minimumSamples: fewestSocketConnects,
    },
  ];
}

export const outsiderOut: ExpectationInput = {
  id: 'outsider-out',
  text: 'The outsider never gets in',
  measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
  phase: 'all',
  atMost: 0,
  minimumSamples: 3,
};
