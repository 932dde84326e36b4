import { hostAction } from '../../faults/capabilities.ts';
import type { DnsAnswer } from '../../faults/fault.ts';
import { enforce, type FaultInForce, noFaultId } from '../../faults/index.ts';
import { randomSource } from '../../maths/random.ts';
import type { QueryEvent } from '../../record/events.ts';
import type { Emit, Handlers } from '../channel.ts';
import { callAt, nowNs } from '../clock.ts';
import { endWith } from '../end-with.ts';
import { joinNetwork } from '../interfaces.ts';
import type { Parameters } from '../protocol.ts';
import type { Received } from './dns-server.ts';
import { Nameserver } from './nameserver.ts';
import { honestZone, type Zone } from './zone.ts';

type Hosts = Parameters<'dns', 'serve'>['zone'];

/**
 * The nameserver of a run: authoritative for the scenario's clients, with a fault that can be changed at run time.
 *
 *     query ─► zone (honest answer) ─► fault (treat) ─► an answer after delayMs, or silence
 *                                        └────────────► ledger
 */
export function createDnsAgent(emit: Emit): Handlers<'dns'> {
  const nameserver = new Nameserver();
  const honest = begin({ fault: { id: noFaultId }, seed: 0 }, []);
  let inForce = honest;
  let hosts: Hosts = [];
  /** Answers not yet sent; the ledger has them as unanswered if the run ends first. */
  const waiting = new Set<QueryEvent>();

  const answerFrom = (zone: Zone, faults: boolean) => (received: Received) => {
    const receivedNs = nowNs();
    const {
      query: { name, type, control },
      transport,
      client,
    } = received;
    const { fault, sinceNs } = faults ? inForce : honest;
    const honestAnswer = zone(received.query);
    const treatment = fault.treat({ name, type, transport, client, control, atMs: (receivedNs - sinceNs) / 1e6, honest: honestAnswer });
    const entry = { kind: 'query', receivedNs, answeredNs: null, client, control, transport, name, type, fault: fault.id } as const;
    if (treatment.kind === 'silence') {
      emit({ ...entry, treatment: 'silent', delayMs: 0, rcode: null });
      return;
    }
    const answer = treatment.answer ?? honestAnswer;
    const delayed: QueryEvent = { ...entry, treatment: nameOf(treatment), delayMs: treatment.delayMs, rcode: answer.rcode };
    waiting.add(delayed);
    callAt(receivedNs + treatment.delayMs * 1e6, () => {
      const answeredNs = received.respond(answer) ? nowNs() : null;
      waiting.delete(delayed);
      emit({ ...delayed, answeredNs });
    });
  };

  const enter = (next: ReturnType<typeof begin>, fault: Parameters<'dns', 'fault'>['fault']): void => {
    inForce = next;
    emit({ kind: 'fault', atNs: nowNs(), fault });
  };

  let undo: (() => Promise<void>) | undefined;
  /** Changes of sockets and addresses, made one after the other. */
  let changes = Promise.resolve();
  const change = ({ fault, seed, untilNs }: Parameters<'dns', 'fault'>): void => {
    const action = hostAction(fault);
    const next = begin({ fault, seed }, hosts);
    if (action === null && undo === undefined) {
      // Atomic between two queries: nothing is awaited here.
      enter(next, fault);
      return;
    }
    changes = changes
      .then(async () => {
        await undo?.();
        undo = undefined;
        enter(next, fault);
        if (action !== null) {
          undo = async () => undefined;
          undo = await nameserver.act(action, untilNs);
        }
      })
      .catch(endWith);
  };

  return {
    joinNetwork,
    serve: async ({ address, port, faults, ttlSeconds, zone }) => {
      hosts = zone;
      await nameserver.serve(address, port, faults, answerFrom(honestZone(zone, ttlSeconds), faults));
    },
    fault: (parameters) => callAt(parameters.atNs, () => change(parameters)),
    finish: async () => {
      await changes;
      for (const entry of waiting) {
        emit(entry);
      }
      waiting.clear();
    },
  };
}

/** A fault that begins now. */
function begin(
  { fault, seed }: Pick<Parameters<'dns', 'fault'>, 'fault' | 'seed'>,
  hosts: Hosts,
): { readonly fault: FaultInForce; readonly sinceNs: number } {
  const context = {
    random: randomSource(seed, 'fault'),
    clients: hosts.filter(({ role }) => role === 'client'),
    outsiders: hosts.filter(({ role }) => role === 'outsider'),
    others: hosts.filter(({ role }) => role === 'other'),
  };
  return { fault: enforce(fault, context), sinceNs: nowNs() };
}

function nameOf({ delayMs, answer }: { readonly delayMs: number; readonly answer?: DnsAnswer }): QueryEvent['treatment'] {
  if (answer !== undefined) {
    return answer.truncated === true ? 'truncated' : 'changed';
  }
  return delayMs > 0 ? 'delayed' : 'honest';
}
