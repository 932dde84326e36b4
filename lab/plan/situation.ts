import { nominalDelayMs } from '../faults/capabilities.ts';
import { resolverOptions } from '../model/database-host.ts';
import { resolverGivesUpAfterMs } from '../model/resolv-conf.ts';
import type { Length } from '../scenario/regime.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Server } from '../servers/server.ts';
import { acceptQueueCapacity } from './accept-queue-length.ts';

/** PTR, then a forward query to check that the name maps back. */
const lookupsPerClient = 2;

/** Where rate and delay put the database host while the DNS is slow. */
export interface Situation {
  readonly ratePerSecond: number;
  readonly delayMs: number;
  readonly timeoutMs: number;
  readonly patienceMs: number;
  /** How long the accept thread is held for one client. */
  readonly clientMs: number;
  /** Clients that are looked up and come while it serves one. */
  readonly offeredLoad: number;
  /** When the accept queue is full, in ms from the beginning of the fault; infinite below capacity. */
  readonly fillMs: number;
}

export function situationOf({ fault, host, load }: Scenario, server: Server): Situation {
  const resolver = resolverOptions(host);
  const patienceMs = resolverGivesUpAfterMs(resolver);
  const delayMs = nominalDelayMs(fault);
  // A name that the resolver gives up is not asked back. An answer that comes after the resolver has asked again still counts: glibc
  // keeps the socket and the id of the first try (resolv/res_send.c, `send_dg`).
  const clientMs = delayMs < patienceMs ? lookupsPerClient * delayMs : patienceMs;
  const rateOf = (path: string): number =>
    load.reduce((sum, stream) => sum + (stream.path === path && 'ratePerSecond' in stream.arrivals ? stream.arrivals.ratePerSecond : 0), 0);
  const comingPerSecond = rateOf('tcp') + rateOf('outsider');
  const growthPerSecond = comingPerSecond - 1000 / clientMs;
  return {
    ratePerSecond: rateOf('tcp'),
    delayMs,
    timeoutMs: resolver.timeoutSeconds * 1000,
    patienceMs,
    clientMs,
    offeredLoad: (comingPerSecond * clientMs) / 1000,
    fillMs: growthPerSecond <= 0 ? Number.POSITIVE_INFINITY : (1000 * acceptQueueCapacity(host, server)) / growthPerSecond,
  };
}

/** A length of a regime's timeline in this situation, in ms; a tenth of a second more at most. */
export function lengthMs(length: Length, { clientMs, ratePerSecond, fillMs }: Situation): number {
  if (typeof length === 'number') {
    return length;
  }
  const { atLeastMs, clients = 0, arrivals = 0, queueFills = 0, perClientASecondMs = 0 } = length;
  const fills = queueFills === 0 ? 0 : queueFills * fillMs;
  const longest = Math.max(
    atLeastMs,
    clients * clientMs,
    ratePerSecond === 0 ? 0 : (1000 * arrivals) / ratePerSecond,
    fills,
    perClientASecondMs * ratePerSecond,
  );
  return Math.ceil(longest / 100) * 100;
}
