import { describeError, LabError } from '../../errors/lab-error.ts';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { runLabels } from '../connection/labels.ts';
import { subnetsApart } from './subnets.ts';

/**
 * Sysctls of every container with its own network namespace. Engines switch IPv6 off inside networks without it, but the run's own network,
 * a device added later, needs it. The engine's device must not have IPv6: its link-local address would reach the machine.
 */
export const ipv6Sysctls = { 'net.ipv6.conf.default.disable_ipv6': '0', 'net.ipv6.conf.lo.disable_ipv6': '0' } as const;

/** The engine's network of one run; the run's own network lies on top of it. */
export interface RunNetwork extends AsyncDisposable {
  readonly name: string;
}

const removalTimeoutMs = 10_000;
/** Give up after this many subnets that other networks already use. There are more than a million to draw from. */
const mostTries = 30;

/**
 * Makes a network that no packet leaves, not even to the machine that it runs on. Its subnet contains no address of `apartFrom`, because
 * every container's route to this subnet takes precedence over the run's own network.
 */
export async function createNetwork(engine: Engine, runId: string, keep: boolean, apartFrom: readonly string[]): Promise<RunNetwork> {
  const name = `wraplab-${runId}`;
  const network = await createSomewhere(engine, runId, apartFrom, (subnet) => ({
    Name: name,
    Internal: true,
    // An engine may be configured to give every network an IPv6 subnet.
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    // Without this, the bridge of an internal network has an address of the machine, and exposes all its services.
    Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    Labels: runLabels(runId, keep),
  }));
  let removed = false;
  return {
    name,
    async [Symbol.asyncDispose]() {
      if (!removed) {
        removed = true;
        await answered(engine, 'removing the network', network.remove(), removalTimeoutMs);
      }
    },
  };
}

type NetworkOptions = Parameters<Engine['docker']['createNetwork']>[0];

/** Uses the first subnet that the engine accepts: only the engine knows which ones other networks use. */
async function createSomewhere(
  { docker, endpoint }: Engine,
  runId: string,
  apartFrom: readonly string[],
  optionsFor: (subnet: string) => NetworkOptions,
) {
  let cause: unknown;
  for (const subnet of subnetsApart(runId, apartFrom).take(mostTries)) {
    try {
      return await answered({ endpoint }, 'creating a network', docker.createNetwork(optionsFor(subnet)));
    } catch (error) {
      if (!isTaken(error)) {
        throw error;
      }
      cause = error;
    }
  }
  throw new LabError(
    `no free subnet for the run's network: expected at least one of ${mostTries} to be free, got: ${describeError(cause)}`,
    {
      code: 'unavailable',
      hint: 'run "npm run gc" to remove networks that other labs have left; "docker network ls" lists all',
      cause,
    },
  );
}

/** Docker: "Pool overlaps with other one", "networks have overlapping IPv4"; Podman: "is already used on the host or by another config". */
function isTaken(error: unknown): boolean {
  return /overlap|already used/i.test(describeError(error));
}
