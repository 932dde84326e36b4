import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { canonicalAddress } from '../../../network/addresses.ts';
import { type Clients, expandClients } from '../../../scenario/hosts-schema.ts';
import { type EtcFolder, textOf } from '../access/etc-folder.ts';
import { hostsEntries } from '../access/parse-hosts-file.ts';
import type { Configuration } from '../host/configuration.ts';
import type { UserNetwork } from '../host/host-network.ts';
import { placeOfSetting } from '../host/setting-place.ts';

interface Taken {
  readonly address: string;
  /** In the words of a problem, such as `the database host`. */
  readonly who: string;
  /** Where it was given: file, line, and the key of wraplab.yaml. Called for problems only, because it parses the file. */
  place(): string;
}

/** Addresses that no single host can have, or that two hosts have, with file and line. */
export function addressProblems(etc: EtcFolder, configuration: Configuration, network: UserNetwork): string[] {
  const all = addressesOf(etc, configuration, network);
  const owners = new Map<string, Taken>();
  return all.flatMap((taken) => {
    const { address } = taken;
    const range = ipaddr.process(address).range();
    if (nobodys.includes(range)) {
      return [`${taken.place()}: expected an address of a single host, got ${address} (${range})`];
    }
    const owner = owners.get(canonicalAddress(address));
    owners.set(canonicalAddress(address), owner ?? taken);
    return owner === undefined ? [] : [`${taken.place()}: expected an address of its own, got ${address}, which ${owner.who} has`];
  });
}

/** Ranges of ipaddr.js from which no client connects over a network. */
const nobodys = ['unspecified', 'broadcast', 'multicast', 'loopback'];

function addressesOf(etc: EtcFolder, configuration: Configuration, { database, nameservers, clients, outsiders }: UserNetwork): Taken[] {
  const at = (...key: readonly PropertyKey[]): string => `${placeOfSetting(etc, key)}: ${key.join('.')}`;
  const inHosts = (address: string): string => `${join(etc.folder, 'hosts')}:${lineInHosts(etc, address)}`;
  const hostsOf = (key: 'clients' | 'outsiders', group: Clients): Taken[] =>
    expandClients(group).map(({ name, address }, index) => ({
      address,
      who: name,
      place: () =>
        configuration[key] === undefined && key === 'clients' ? inHosts(address) : 'count' in group ? at(key) : at(key, index, 'address'),
    }));
  const lines = (textOf(etc, 'resolv.conf') ?? '').split('\n');
  return [
    ...(['address', 'secondAddress'] as const).flatMap((key) => {
      const address = database[key];
      return address === undefined
        ? []
        : [
            {
              address,
              who: 'the database host',
              place: () => (configuration.database === undefined ? inHosts(address) : at('database', key)),
            },
          ];
    }),
    ...nameservers.map(({ address }) => ({
      address,
      who: 'a nameserver of resolv.conf',
      place: () => `${join(etc.folder, 'resolv.conf')}:${Math.max(1, lines.findIndex((line) => line.includes(address)) + 1)}`,
    })),
    ...hostsOf('clients', clients),
    ...hostsOf('outsiders', outsiders),
  ];
}

/** The line of `hosts` that an address was taken from. */
function lineInHosts(etc: EtcFolder, address: string): number {
  const found = hostsEntries(textOf(etc, 'hosts') ?? '').find((entry) => canonicalAddress(entry.address) === canonicalAddress(address));
  return found?.line ?? 1;
}
