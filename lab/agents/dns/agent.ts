import type { QueryEvent } from '../../events.ts';
import { enforce, type FaultInForce } from '../../faults/index.ts';
import type { Emit, Handlers } from '../channel.ts';
import { callAt, nowNs } from '../clock.ts';
import { joinNetwork } from '../network.ts';
import { listen, type Received } from './server.ts';
import { honestZone, type Zone } from './zone.ts';

/**
 * The nameserver of a run: authoritative for the scenario's clients, with a fault that can be changed at run time.
 *
 *     query ─► fault (treat) ─► honest answer after delayMs, or silence
 *                └────────────► ledger
 */
export function createDnsAgent(emit: Emit): Handlers<'dns'> {
  const honest = enforce({ id: 'none' }, 0);
  let inForce: FaultInForce = honest;
  /** Answers that are still to be sent; they go into the ledger as unanswered when the run ends first. */
  const waiting = new Set<QueryEvent>();

  const answerFrom = (zone: Zone, faults: boolean) => (received: Received) => {
    const receivedNs = nowNs();
    const { query, transport, client } = received;
    const fault = faults ? inForce : honest;
    const treatment = fault.treat({ name: query.name, type: query.type, transport, client });
    const entry = { kind: 'query', receivedNs, client, transport, name: query.name, type: query.type, fault: fault.id } as const;
    if (treatment.kind === 'silence') {
      emit({ ...entry, answeredNs: null, treatment: 'silent', delayMs: 0, rcode: null });
      return;
    }
    const answer = zone(query);
    const delayed: QueryEvent = {
      ...entry,
      answeredNs: null,
      treatment: treatment.delayMs > 0 ? 'delayed' : 'honest',
      delayMs: treatment.delayMs,
      rcode: answer.rcode,
    };
    waiting.add(delayed);
    callAt(receivedNs + treatment.delayMs * 1e6, () => {
      received.respond(answer);
      waiting.delete(delayed);
      emit({ ...delayed, answeredNs: nowNs() });
    });
  };

  return {
    joinNetwork,
    serve: ({ address, port, faults, ttlSeconds, zone }) => listen(address, port, answerFrom(honestZone(zone, ttlSeconds), faults)),
    fault: ({ fault, seed, atNs }) =>
      callAt(atNs, () => {
        inForce = enforce(fault, seed);
        emit({ kind: 'fault', atNs: nowNs(), fault });
      }),
    finish: () => {
      for (const entry of waiting) {
        emit(entry);
      }
      waiting.clear();
    },
  };
}
