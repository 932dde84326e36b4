import { nowNs } from './clock.ts';
import type { AgentEvent } from './protocol.ts';

const lookMs = 500;
/** Later than this is more than a busy machine's usual doing. */
const tellMs = 1000;

/** Tells when this process did nothing for a second or more. It can tell only afterwards; one that never goes on answers no ping. */
export function watchForStalls(emit: (event: Extract<AgentEvent, { kind: 'heldUp' }>) => void): void {
  let dueNs = nowNs() + lookMs * 1e6;
  setInterval(() => {
    const atNs = nowNs();
    const forMs = (atNs - dueNs) / 1e6;
    dueNs = atNs + lookMs * 1e6;
    if (forMs >= tellMs) {
      emit({ kind: 'heldUp', atNs, forMs });
    }
  }, lookMs).unref();
}
