import { nominalDelayMs } from '../faults/capabilities.ts';
import { resolverOptions } from '../model/database-host.ts';
import { resolverGivesUpAfterMs } from '../model/resolv-conf.ts';
import type { Length } from '../scenario/regime.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Server } from '../servers/server.ts';
import { acceptQueueCapacity } from './accept-queue-length.ts';

/** A PTR query, then a forward query to check that the name maps back. */
const lookupsPerClient = 2;

/** What rate and delay mean for the database host while the DNS is slow. */
interface Situation {
  readonly ratePerSecond: number;
  readonly delayMs: number;
  /** How long the resolver waits before it asks again. */
  readonly timeoutMs: number;
  /** How long the resolver waits before it gives up a lookup. */
  readonly patienceMs: number;
  /** How long one client occupies the accept thread. */
  readonly clientMs: number;
  /** How many clients that need a lookup arrive while the accept thread serves one. */
  readonly offeredLoad: number;
  /** When the accept queue is full, in ms from the beginning of the fault; infinite if it does not fill. */
  readonly fillMs: number;
}

export function situationOf({ fault, host, load }: Scenario, server: Server): Situation {
  const resolver = resolverOptions(host);
  const patienceMs = resolverGivesUpAfterMs(resolver);
  const delayMs = nominalDelayMs(fault);
  // When the resolver gives up the PTR lookup, there is no forward lookup. An answer that arrives after the resolver has asked again still
  // counts: glibc keeps the socket and the id of the first try (resolv/res_send.c, `send_dg`).
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

/** A length of a regime's timeline in this situation, in ms, rounded up to a tenth of a second. */
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
