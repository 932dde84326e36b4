import { withNearest } from '../errors/near-names.ts';
import { isControl } from '../faults/capabilities.ts';
import type { FaultSettings } from '../faults/index.ts';
import type { Claim } from '../model/claim.ts';
import type { DatabaseHost } from '../model/database-host.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Stream } from '../model/load.ts';
import type { PhaseLengths } from '../model/timeline.ts';
import { canonicalAddress, isAddress, isIPv6 } from '../network/addresses.ts';
import { type Clients, clientGroupSchema, expandClients } from './hosts-schema.ts';
import { type NameserversOfScenario, nameserversOf } from './nameservers.ts';
import type { Regime } from './regime.ts';

/** The parts of a scenario that must fit each other. */
interface ScenarioParts extends NameserversOfScenario {
  readonly timeline: PhaseLengths;
  readonly host: Pick<DatabaseHost, 'address' | 'secondAddress'>;
  readonly clients: { readonly tcp: Clients; readonly outsider: Clients };
  readonly fault: FaultSettings;
  readonly fixes: readonly string[];
  readonly outage?: true;
  readonly load: readonly Pick<Stream, 'path'>[];
  readonly expectations: readonly Pick<Expectation, 'id'>[];
  readonly regimes?: readonly Pick<Regime, 'id' | 'expectations'>[];
  readonly claims: readonly Pick<Claim, 'shownBy'>[];
}

/** Called with the place of a problem, and what was expected there. */
type Report = (path: readonly (string | number)[], message: string) => void;

/** What fields must be to each other. Each field by itself has been checked. @param longestMs the most that all phases may take. */
export function checkScenario(value: ScenarioParts, longestMs: number, report: Report): void {
  const total = Object.values(value.timeline).reduce((sum, ms) => sum + ms, 0);
  if (total > longestMs) {
    report(['timeline'], `phases of ${longestMs} ms or less in all, got ${total}`);
  }
  for (const [part, names] of Object.entries(namesThatMustDiffer(value))) {
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) !== index) {
        report([part, index], `unique names, got "${name}" twice`);
      }
    }
  }
  for (const [index, regime] of (value.regimes ?? []).entries()) {
    const ids = (regime.expectations ?? []).map(({ id }) => id);
    for (const [position, id] of ids.entries()) {
      if (ids.indexOf(id) !== position) {
        report(['regimes', index, 'expectations', position], `unique names, got "${id}" twice`);
      }
    }
  }
  const known = value.expectations.map(({ id }) => id);
  for (const [index, { shownBy }] of value.claims.entries()) {
    for (const id of shownBy.filter((each) => !known.includes(each))) {
      report(['claims', index, 'shownBy'], `ids of expectations, got ${withNearest(id, known)}`);
    }
  }
  checkOutage(value, report);
  checkAddresses(value, report);
}

function namesThatMustDiffer(scenario: Pick<ScenarioParts, 'expectations' | 'load' | 'regimes'>): Record<string, string[]> {
  return {
    expectations: scenario.expectations.map(({ id }) => id),
    load: scenario.load.map(({ path }) => path),
    regimes: (scenario.regimes ?? []).map(({ id }) => id),
  };
}

/** A fix is tried against a fault, on a host that has none yet, by clients on the network. */
function checkOutage({ outage, fault, fixes, load }: Pick<ScenarioParts, 'outage' | 'fault' | 'fixes' | 'load'>, report: Report): void {
  if (outage !== true) {
    return;
  }
  if (isControl(fault)) {
    report(['outage'], `only with a fault other than "${fault.id}", got it with "${fault.id}"`);
  }
  if (fixes.length > 0) {
    report(['outage'], `only without fixes, got it with ${fixes.join(', ')}`);
  }
  if (!load.some(({ path }) => path === 'tcp')) {
    report(['outage'], 'only with clients on the network (path "tcp" of "load"), got it without');
  }
}

/** No two hosts of a run may share an address. */
function checkAddresses(
  { host, clients, ...around }: NameserversOfScenario & Pick<ScenarioParts, 'host' | 'clients'>,
  report: Report,
): void {
  const taken = new Map<string, string>();
  const take = (path: (string | number)[], added: string, of: string, who: string): void => {
    if (!isAddress(added)) {
      // The schema has reported it.
      return;
    }
    const other = taken.get(canonicalAddress(added));
    if (other !== undefined) {
      report(path, `an address of its own${of}, got ${added}, which ${other} has`);
    }
    taken.set(canonicalAddress(added), who);
  };
  take(['host', 'address'], host.address, '', 'the database host');
  if (host.secondAddress !== undefined) {
    take(['host', 'secondAddress'], host.secondAddress, '', 'the database host');
    if (isAddress(host.address) && isAddress(host.secondAddress) && isIPv6(host.secondAddress) === isIPv6(host.address)) {
      report(['host', 'secondAddress'], `one IPv4 and one IPv6 address, got ${host.address} and ${host.secondAddress}`);
    }
  }
  for (const { address: added, place } of nameserversOf(around)) {
    take([...place], added, '', nameserverWords[place[0]]);
  }
  const groups = [clients.tcp, clients.outsider].filter((group) => !('count' in group) || clientGroupSchema.safeParse(group).success);
  for (const client of groups.flatMap(expandClients)) {
    take(['clients'], client.address, ` for ${client.name}`, client.name);
  }
}

const nameserverWords: Readonly<Record<keyof NameserversOfScenario, string>> = {
  nameserver: 'the nameserver',
  secondNameserver: 'the second nameserver',
  otherNameservers: 'another nameserver',
};
