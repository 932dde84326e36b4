import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { canonicalAddress } from '../../../network/addresses.ts';
import { type Clients, expandClients } from '../../../scenario/scenario-schema.ts';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import { type Configuration, lineOfSetting } from '../host/configuration.ts';
import type { UserNetwork } from '../host/host-network.ts';

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
  const at = (...key: readonly PropertyKey[]): string =>
    `${join(etc.folder, configurationFile)}:${lineOfSetting(textOf(etc, configurationFile) ?? '', key)}: ${key.join('.')}`;
  const hostsOf = (key: 'clients' | 'outsiders', group: Clients): Taken[] =>
    expandClients(group).map(({ name, address }, index) => ({
      address,
      who: name,
      place: () => ('count' in group || configuration[key] === undefined ? at(key) : at(key, index, 'address')),
    }));
  const lines = (textOf(etc, 'resolv.conf') ?? '').split('\n');
  return [
    ...(['address', 'secondAddress'] as const).flatMap((key) => {
      const address = database[key];
      return address === undefined ? [] : [{ address, who: 'the database host', place: () => at('database', key) }];
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
