import { describeError, LabError } from '../../errors/lab-error.ts';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { runLabels } from '../connection/labels.ts';
import { subnetsApart } from './subnets.ts';

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
/** So many subnets may be another network's. There are more than a million to draw from. */
const mostTries = 30;

/**
 * Makes a network that nothing leaves, not even to the machine that it is on. Its subnet has none of `apartFrom`: every container has a
 * route to it, and its own address in it, that come before what the run's own network says.
 */
export async function createNetwork(engine: Engine, runId: string, keep: boolean, apartFrom: readonly string[]): Promise<RunNetwork> {
  const name = `wraplab-${runId}`;
  const network = await createSomewhere(engine, runId, apartFrom, (subnet) => ({
    Name: name,
    Internal: true,
    // An engine may be set up to give every network an IPv6 subnet that nobody chose.
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    // The bridge of an internal network still has an address of the machine, with all the machine's services behind it.
    Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    Labels: runLabels(runId, keep),
  }));
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

type NetworkOptions = Parameters<Engine['docker']['createNetwork']>[0];

/** On the first subnet that the engine has for it: those of other labs, and of anybody else, are its to know. */
async function createSomewhere(
  { docker, endpoint }: Engine,
  runId: string,
  apartFrom: readonly string[],
  optionsFor: (subnet: string) => NetworkOptions,
) {
  let cause: unknown;
  for (const subnet of subnetsApart(runId, apartFrom).take(mostTries)) {
    try {
      return await answered({ endpoint }, 'make a network', docker.createNetwork(optionsFor(subnet)));
    } catch (error) {
      if (!isTaken(error)) {
        throw error;
      }
      cause = error;
    }
  }
  throw new LabError(
    `the engine has no subnet for the run's network: expected one of ${mostTries} to be free, got: ${describeError(cause)}`,
    {
      code: 'unavailable',
      hint: '"npm run gc" removes the networks that other labs have left; "docker network ls" lists all',
      cause,
    },
  );
}

/** Docker: "Pool overlaps with other one", "networks have overlapping IPv4"; Podman: "is already used on the host or by another config". */
function isTaken(error: unknown): boolean {
  return /overlap|already used/i.test(describeError(error));
}
