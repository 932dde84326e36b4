import type { ExpectationInput } from '../../model/expectation.ts';
import type { ClientKind } from '../../model/vocabulary.ts';

/** What a host must stand up to. */
export interface Standards {
  /** Within this many ms the server must have greeted or refused 95 of 100 clients. */
  readonly fastWithinMs: number;
  /** The share of clients that must get in, in percent, at whatever try; and of connects through the Unix socket. */
  readonly availablePercent: number;
}

/** Some of the clients that come during the fault: those of a part of it, or of a kind. */
export interface Part {
  /** Behind a dash at the end of the ids of its expectations. */
  readonly id: string;
  /** Which those are, to go behind the texts. */
  readonly when: string;
  /** In ms from the beginning of the fault. Default: all of it. */
  readonly within?: { readonly fromMs: number; readonly untilMs: number };
  /** Default: both kinds. */
  readonly clients?: ClientKind;
}

/** Fewer connects than this say nothing about a share of them. */
export const fewestDecided = 10;
/** Fewer outsiders than this say nothing about a rule that keeps them out. */
export const fewestOutsiders = 3;

/**
 * The two questions about clients on the network: are new connects fast, and do clients get in? A quick refusal is fast and not available.
 */
export function aboutClients({ fastWithinMs, availablePercent }: Standards, part: Part): ExpectationInput[] {
  const clients = part.clients === undefined ? {} : { clients: part.clients };
  return [
    {
      id: `fast-${part.id}`,
      text: `95 of 100 clients do not wait, ${part.when}`,
      measure: { of: 'wait', path: 'tcp', statistic: 'p95', ...clients },
      ...within(part),
      atMost: fastWithinMs,
      minimumSamples: fewestDecided,
    },
    {
      id: `available-${part.id}`,
      text: `Clients get in, ${part.when}`,
      measure: { of: 'available', path: 'tcp', ...clients },
      ...within(part),
      atLeast: availablePercent,
      minimumSamples: fewestDecided,
    },
  ];
}

/** Whether those who use the Unix socket get in. */
export function aboutSocket({ availablePercent }: Standards, part?: Part): ExpectationInput {
  return {
    id: part === undefined ? 'socket' : `socket-${part.id}`,
    text: `Connects through the Unix socket get in${part === undefined ? '' : `, ${part.when}`}`,
    measure: { of: 'available', path: 'socket' },
    ...(part === undefined ? {} : within(part)),
    atLeast: availablePercent,
    minimumSamples: fewestDecided,
  };
}

function within({ within: part }: Part): Pick<ExpectationInput, 'within'> {
  return part === undefined ? {} : { within: part };
}
