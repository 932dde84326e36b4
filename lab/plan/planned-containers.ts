import { stopsProcess } from '../faults/capabilities.ts';
import { nameserversOf } from '../scenario/nameservers.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { type Plan, resolverImage } from './plan.ts';

/** A container that a run of a plan starts. */
interface PlannedContainer {
  readonly name: string;
  /** The folder of `images/`, or the reference of an image that a user brings. */
  readonly image: string;
  /** What is in it, in a few words. */
  readonly holds: string;
}

/** The containers of a run, in the order of their start. */
export function plannedContainers({ scenario, server, host }: Pick<Plan, 'scenario' | 'server' | 'host'>): PlannedContainer[] {
  const agent = (name: string, holds: string): PlannedContainer => ({ name, image: 'agent', holds });
  return [
    { name: 'database', image: server.image, holds: `the database host ${host.name} with ${server.daemon}` },
    agent('dns', needsTwoNameservers(scenario) ? 'the nameserver with the fault' : 'all nameservers'),
    ...(needsTwoNameservers(scenario) ? [agent('dns-honest', 'the nameservers without the fault')] : []),
    agent('clients', 'every client on the network'),
    agent('watch', 'inside the database host: readings, evidence, control queries'),
    agent('local', 'inside the database host: clients on the host itself'),
    ...(host.resolverCache === undefined
      ? []
      : [{ name: 'cache', image: resolverImage, holds: `inside the database host: ${host.resolverCache}` }]),
  ];
}

/** A fault that stops the whole process of the nameserver needs another one for the nameservers that it spares. */
export function needsTwoNameservers(scenario: Scenario): boolean {
  return stopsProcess(scenario.fault) && nameserversOf(scenario).some(({ suffersFault }) => !suffersFault);
}
