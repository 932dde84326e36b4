import { nowNs } from './clock.ts';
import type { AgentEvent } from './protocol.ts';

const checkMs = 500;
/** Stalls shorter than this are usual on a busy machine, and are not reported. */
const reportedFromMs = 1000;

/** Reports when this process stalled for a second or more. It can do so only afterwards; a process that never goes on answers no ping. */
export function watchForStalls(emit: (event: Extract<AgentEvent, { kind: 'heldUp' }>) => void): void {
  let dueNs = nowNs() + checkMs * 1e6;
  setInterval(() => {
    const atNs = nowNs();
    const forMs = (atNs - dueNs) / 1e6;
    dueNs = atNs + checkMs * 1e6;
    if (forMs >= reportedFromMs) {
      emit({ kind: 'heldUp', atNs, forMs });
    }
  }, checkMs).unref();
}
