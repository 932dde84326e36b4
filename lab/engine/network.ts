import type { Engine } from './engine.ts';
import { runLabels } from './labels.ts';
import { answered } from './patience.ts';

/**
 * Sysctls of every container with a network namespace of its own. Engines switch IPv6 off inside networks that have none; the run's
 * own network, a device that comes later, has it. The engine's device must not: through its link-local address the machine is reached.
 */
export const ipv6Sysctls = { 'net.ipv6.conf.default.disable_ipv6': '0', 'net.ipv6.conf.lo.disable_ipv6': '0' } as const;

/** The engine's network of one run; the run's own network lies on top of it. */
export interface RunNetwork extends AsyncDisposable {
  readonly name: string;
}

const removalTimeoutMs = 10_000;

/** Makes a network that nothing leaves, not even to the machine that it is on. */
export async function createNetwork(engine: Engine, runId: string, keep: boolean): Promise<RunNetwork> {
  const name = `wraplab-${runId}`;
  const creation = engine.docker.createNetwork({
    Name: name,
    Internal: true,
    // The bridge of an internal network still has an address of the machine, with all the machine's services behind it.
    Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    Labels: runLabels(runId, keep),
  });
  const network = await answered(engine, 'make a network', creation);
  let removed = false;
  return {
    name,
    async [Symbol.asyncDispose]() {
      if (!removed) {
        removed = true;
        await answered(engine, 'remove the network', network.remove(), removalTimeoutMs);
      }
    },
  };
}
