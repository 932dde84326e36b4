import type { Answer } from 'dns-packet';
import type { z } from 'zod';
import type { RandomSource } from '../maths/random.ts';
import type { NamedHost } from '../network/addresses.ts';

/** Response codes (RFC 1035, section 4.1.1). */
export const responseCodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
export type ResponseCode = keyof typeof responseCodes;

/** What a nameserver says to one question. */
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
  /** Whether it is one of the lab's own questions. Default: not. */
  readonly control?: boolean;
  /** When it came, in ms since the fault was put in force. */
  readonly atMs: number;
  /** What the zone says to it. */
  readonly honest: DnsAnswer;
}

/** What happens to one query: an answer after `delayMs` (the honest one where there is no other), or nothing at all. */
export type Treatment = { readonly kind: 'answer'; readonly delayMs: number; readonly answer?: DnsAnswer } | { readonly kind: 'silence' };

/** The honest treatment: the zone's answer at once. */
export const honestly: Treatment = { kind: 'answer', delayMs: 0 };

/** Answers at once with `answer` in place of the honest one. */
export function instead(answer: DnsAnswer): Treatment {
  return { kind: 'answer', delayMs: 0, answer };
}

/** What a fault does to the nameserver's host rather than to a query; undone when the fault is lifted. */
export type HostAction =
  /** Closes these sockets: the kernel answers for the port, with ICMP over UDP and a reset over TCP. */
  | { readonly kind: 'closePorts'; readonly transports: readonly ('udp' | 'tcp')[] }
  /** Gives up the address: nobody answers ARP, or neighbour discovery, for it. */
  | { readonly kind: 'leaveNetwork' }
  /** Stops the process (SIGSTOP) with its sockets open. */
  | { readonly kind: 'freeze' };

/** What a fault may know and draw from. */
export interface FaultContext {
  /** All randomness of the fault. */
  readonly random: RandomSource;
  /** Hosts of the zone that the ACL lets in, and those that it keeps out. */
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  /** Those that are neither: the database host, and hosts of the lab's own. Default: none. */
  readonly others?: readonly NamedHost[];
}

/**
 * One way in which the DNS goes wrong: middleware of the DNS agent. It sees the query with the honest answer and decides,
 * without waiting itself, what becomes of it; the agent does the waiting and writes the ledger.
 */
export interface Fault<Settings extends { readonly id: string }> {
  readonly id: Settings['id'];
  /** One line for lists and help. */
  readonly title: string;
  /** Settings as a scenario or the command line gives them, with defaults. */
  readonly settings: z.ZodType<Settings>;
  /** The delay in ms that a query typically suffers; 0 where the fault delays nothing. Limits "times the delay" use it. */
  nominalDelayMs(settings: Settings): number;
  /** Begins the fault: gives what decides each query's fate, in the order in which they come. */
  begin(settings: Settings, context: FaultContext): (query: Query) => Treatment;
  /** What it does to the nameserver's host, where it does. */
  hostAction?(settings: Settings): HostAction;
  /** Within what time it answers every query, in ms. Default: some are not answered, and the resolver's own time-out ends them. */
  answersWithinMs?(settings: Settings): number | undefined;
  /** For a fault that comes and goes: how long the DNS is wrong and how long it is well, in turns, wrong first. Default: wrong throughout. */
  turns?(settings: Settings): Turns;
}

/** Times in ms. */
export interface Turns {
  readonly wrongMs: number;
  readonly wellMs: number;
}
