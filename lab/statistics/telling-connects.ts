import type { Quantity } from '../model/expectation.ts';
import type { Path } from '../model/vocabulary.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ConnectSample } from '../record/samples.ts';
import { type ClientWait, clientWaits } from './client-waits.ts';
import { admissions, clientDecisions } from './decisions.ts';
import { turnedAway } from './rejected.ts';
import { asSeen, leastMs } from './seen-waits.ts';
import { connects, type Span } from './select.ts';
import { waitedUntilOver } from './waited.ts';

/**
 * What happened to clients. `late`: they waited longer than the limit. `refused`: libwrap, a packet filter, the network or an account turned
 * them away. `gaveUp`: they gave up waiting. `failed`: their connects failed otherwise. `letIn`: they were admitted, and had to stay out.
 */
export const happenings = ['late', 'refused', 'gaveUp', 'failed', 'letIn'] as const;
type Happening = (typeof happenings)[number];

/** The limit that a figure missed, in the quantity's unit. */
export interface Missed {
  readonly relation: 'atLeast' | 'atMost';
  readonly limit: number;
}

/** A connect that tells something about its client; `what` is null if all was well. */
export interface Telling {
  readonly sample: ConnectSample;
  readonly what: Happening | null;
}

/** The connects that tell why a figure missed its limit. None if the limit is on the other side: nobody suffers if clients are too fast. */
export function tellingConnects(record: RunRecord, quantity: Quantity, span: Span, { relation, limit }: Missed): Telling[] {
  const isAtMost = relation === 'atMost';
  switch (quantity.of) {
    case 'wait':
      return isAtMost ? late(clientWaits(record, quantity.path, span, quantity.clients), limit) : [];
    case 'elapsed':
      return isAtMost ? late(waitsUntilOver(record, connects(record, quantity.path, span)), limit) : [];
    case 'available':
      return isAtMost
        ? []
        : clientDecisions(record, quantity.path, span, quantity.clients).flatMap(({ sample, gotIn }): Telling[] =>
            gotIn === null ? [] : [{ sample, what: gotIn ? null : whyOut(record, sample) }],
          );
    case 'admitted':
      return isAtMost
        ? admissions(record, quantity.path, span, quantity.by).flatMap(({ sample, admitted }): Telling[] =>
            admitted === null ? [] : [{ sample, what: admitted ? 'letIn' : null }],
          )
        : [];
    case 'outcome':
    case 'turnedAway':
      return byOutcome(record, quantity, isAtMost, connects(record, quantity.path, span));
    default:
      return [];
  }
}

/** Whether the quantity is about clients that must stay out. */
export function isOfOutsiders(quantity: Quantity): boolean {
  return 'path' in quantity && outsiderPaths.includes(quantity.path);
}

const outsiderPaths: readonly Path[] = ['outsider', 'adminOutsider'];

function waitsUntilOver(record: RunRecord, samples: readonly ConnectSample[]): ClientWait[] {
  return samples.flatMap((sample) => asSeen(record, [waitedUntilOver(sample)]).map((wait) => ({ sample, wait })));
}

/** A wait that was cut short below the limit tells nothing. */
function late(waits: readonly ClientWait[], limitMs: number): Telling[] {
  return waits.flatMap(({ sample, wait }): Telling[] => {
    const isLate = leastMs(wait) > limitMs;
    return isLate || wait.ended ? [{ sample, what: isLate ? 'late' : null }] : [];
  });
}

/** By how each connect ended, wherever the expectation wants outsiders out or clients in. */
function byOutcome(
  record: RunRecord,
  quantity: Extract<Quantity, { of: 'outcome' | 'turnedAway' }>,
  isAtMost: boolean,
  samples: readonly ConnectSample[],
): Telling[] {
  const over = samples.filter(({ outcome }) => outcome !== 'pending');
  const wanted = quantity.of === 'turnedAway' ? 'refused' : quantity.outcome;
  if (isOfOutsiders(quantity)) {
    const wantsThemOut = wanted === (isAtMost ? 'ok' : 'refused');
    return wantsThemOut ? over.map((sample) => ({ sample, what: sample.outcome === 'ok' ? 'letIn' : null })) : [];
  }
  if (wanted === 'refused' && isAtMost) {
    return over.map((sample) => ({ sample, what: turnedAway(sample, record.manifest.host) ? 'refused' : null }));
  }
  return wanted === 'ok' && !isAtMost
    ? over.map((sample) => ({ sample, what: sample.outcome === 'ok' ? null : whyOut(record, sample) }))
    : [];
}

function whyOut({ manifest: { host } }: RunRecord, sample: ConnectSample): Happening {
  return sample.outcome === 'timedOut' ? 'gaveUp' : turnedAway(sample, host) ? 'refused' : 'failed';
}
