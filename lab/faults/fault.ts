import type { Answer } from 'dns-packet';
import type { z } from 'zod';
import type { RandomSource } from '../maths/random.ts';
import type { NamedHost } from '../network/addresses.ts';
import type { EffectOnHost } from './effect-on-host.ts';

/** Response codes (RFC 1035, section 4.1.1). */
export const responseCodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
type ResponseCode = keyof typeof responseCodes;

/** A nameserver's answer to one question. */
export interface DnsAnswer {
  readonly rcode: ResponseCode;
  readonly answers: readonly Answer[];
  /** The TC bit: "too long for UDP, ask again over TCP". */
  readonly truncated?: boolean;
}

/** One question as the DNS agent sees it. */
export interface Query {
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  /** Address that the query came from. */
  readonly client: string;
  /** Whether it is a control query, which the lab itself asks. Default: no. */
  readonly control?: boolean;
  /** When it arrived, in ms since the fault was put in force. */
  readonly atMs: number;
  /** What the zone answers. */
  readonly honest: DnsAnswer;
}

/** What happens to one query: an answer after `delayMs` (the honest one unless `answer` is given), or nothing at all. */
export type Treatment = { readonly kind: 'answer'; readonly delayMs: number; readonly answer?: DnsAnswer } | { readonly kind: 'silence' };

/** The honest treatment: the zone's answer at once. */
export const honestly: Treatment = { kind: 'answer', delayMs: 0 };

/** Answers at once with `answer` instead of the honest one. */
export function instead(answer: DnsAnswer): Treatment {
  return { kind: 'answer', delayMs: 0, answer };
}

/** What a fault may know and draw from. */
export interface FaultContext {
  /** All randomness of the fault. */
  readonly random: RandomSource;
  /** Hosts of the zone that the ACL lets in. */
  readonly clients: readonly NamedHost[];
  /** Hosts of the zone that the ACL keeps out. */
  readonly outsiders: readonly NamedHost[];
  /** The other hosts of the zone: the database host, and hosts of the lab's own. Default: none. */
  readonly others?: readonly NamedHost[];
}

/**
 * One way in which the DNS goes wrong: middleware of the DNS agent. It sees each query with the honest answer and decides at once what
 * happens to it; the agent does the waiting and writes the ledger.
 *
 * Everything below `begin` is a capability: a fault that differs from the others says so here, and nothing else in the lab knows its id.
 */
export interface Fault<Settings extends { readonly id: string }> {
  readonly id: Settings['id'];
  /** One line for lists and help. */
  readonly title: string;
  /** Settings as a scenario or the command line gives them, with defaults. */
  readonly settings: z.ZodType<Settings>;
  /** The typical delay of a query, in ms; 0 when the fault delays nothing. Limits "times the injected delay" use it. */
  nominalDelayMs(settings: Settings): number;
  /** Begins the fault. The function that it returns is called with each query, in the order of arrival. */
  begin(settings: Settings, context: FaultContext): (query: Query) => Treatment;
  /** The control: under it the DNS is well. */
  readonly isControl?: true;
  /** The time within which it answers every query, in ms. Default: it leaves some unanswered, and the resolver's time-out ends those. */
  answersWithinMs?(settings: Settings): number | undefined;
  /** For a fault that comes and goes. Default: the DNS is wrong throughout. */
  cycle?(settings: Settings): Cycle;
  /** For a fault that acts on the nameserver's host. Default: it acts on queries only. */
  onHost?(settings: Settings): EffectOnHost | undefined;
  /** The settings with another delay, for a fault that `--delay-ms` can change. Default: it takes no delay. */
  withDelay?(settings: Settings, delayMs: number): Settings;
  /** For a fault in which outsiders claim names. Default: they claim none. */
  readonly claims?: Claims<Settings>;
  /** The fault with its settings but `only`, for headings. Default, and if undefined: its id and all settings, such as `lossy share=0.3`. */
  inWords?(settings: Settings): string | undefined;
  /** Settings that are worth a column in the matrix beside the defaults. Default: none. */
  readonly variants?: readonly Variant<Settings>[];
  /** Settings that are text even when they look like a number; on the command line a plus sign separates several. Default: none. */
  readonly textSettings?: readonly string[];
}

/** How long the DNS is wrong and how long it is well, in turn, in ms; wrong first. */
interface Cycle {
  readonly wrongMs: number;
  readonly wellMs: number;
}

/** Names that outsiders claim in their PTR records. */
interface Claims<Settings> {
  /** The names by the settings; undefined when the settings leave that to the fault. */
  of(settings: Settings): readonly string[] | undefined;
  /** The settings with these names. */
  with(settings: Settings, names: readonly string[]): Settings;
}

interface Variant<Settings> {
  readonly title: string;
  readonly settings: Settings;
}
