import type { ExpectationInput } from '../../model/expectation.ts';
import type { ClientKind } from '../../model/vocabulary.ts';

/** What a host must achieve under a fault. */
interface Standards {
  /** The server must greet or refuse 95 of 100 clients within this time, in ms. */
  readonly fastWithinMs: number;
  /** The share of clients that must get in, at whatever try, in percent; also of connects through the Unix socket. */
  readonly availablePercent: number;
}

/** What the matrix and the question whether a fix holds demand. */
export const usualStandards: Standards = { fastWithinMs: 1000, availablePercent: 99 };

/** Some of the clients that come during the fault: those in a part of it, or of one kind. */
export interface Part {
  /** Ends the ids of its expectations, after a dash. */
  readonly id: string;
  /** Says which clients these are; ends the texts of its expectations. */
  readonly when: string;
  /** In ms from the beginning of the fault. Default: all of it. */
  readonly within?: { readonly fromMs: number; readonly untilMs: number };
  /** Default: both kinds. */
  readonly clients?: ClientKind;
}

/** The two kinds of client, each as a part: what a cache knows decides about one, and not about the other. */
export const partsByKind: Readonly<Record<ClientKind, Part>> = {
  known: { id: 'known', when: 'if they connected before the fault', clients: 'known' },
  newcomers: { id: 'newcomers', when: 'if they connect for the first time', clients: 'newcomers' },
};
/** The share of the clients that is held back until the fault, so that they are newcomers. */
export const newcomersShare = 1 / 3;

/** A share of fewer connects than this says nothing. */
export const fewestDecided = 10;
/** Fewer outsiders than this say nothing about the rule that must keep them out. */
export const fewestOutsiders = 3;

/**
 * The two questions about clients on the network: are new connects fast, and do clients get in? A quick refusal is fast, but not available.
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

/**
 * Whether outsiders stay out, while the DNS is wrong and in the whole run. One decision is enough: the rules treat all outsiders alike.
 *
 * @param by what keeps them out: the ACL, or the accounts.
 */
export function aboutOutsiders(by: 'acl' | 'login'): ExpectationInput[] {
  const measure = { of: 'admitted', path: 'outsider', by } as const;
  return [
    { id: 'outsider-out', text: 'The outsider never gets in', measure, atMost: 0 },
    { id: 'outsider-out-ever', text: 'The outsider does not get in at any time of the run', measure, phase: 'all', atMost: 0 },
  ];
}

function within({ within: part }: Part): Pick<ExpectationInput, 'within'> {
  return part === undefined ? {} : { within: part };
}
