import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { type DatabaseHost, hostAddresses } from '../../../model/database-host.ts';
import { readResolvConf, resolvConfLines } from '../../../model/resolv-conf.ts';
import { canonicalAddress, isIPv6, type NamedHost } from '../../../network/addresses.ts';
import { type Clients, expandClients, namedHostSchema } from '../../../scenario/scenario-schema.ts';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import { type HostsEntry, hostsEntries } from '../access/parse-hosts-file.ts';
import type { Configuration } from './configuration.ts';

/** Who and what is around the database host of a folder. */
export interface UserNetwork {
  readonly database: Pick<DatabaseHost, 'name' | 'address' | 'secondAddress'>;
  readonly clients: Clients;
  readonly outsiders: Clients;
  /** In the order of resolv.conf; at least one suffers the faults. */
  readonly nameservers: readonly { readonly address: string; readonly suffersFault: boolean }[];
  /** What is assumed because `wraplab.yaml` does not say it, a sentence each. */
  readonly assumed: readonly string[];
}

export type NetworkFound = { readonly network: UserNetwork } | { readonly problems: readonly string[] };

/** The nameserver if a folder has no resolv.conf. These addresses are reserved (RFC 2544, RFC 5737, RFC 3849). */
export const nameserverWithoutResolvConf = '198.18.0.53';
const stranger: NamedHost = { name: 'stranger.wraplab.invalid', address: '198.51.100.66' };
const strangerIPv6: NamedHost = { name: 'stranger.wraplab.invalid', address: '2001:db8:ffff::66' };

/** Takes what `wraplab.yaml` says, and the rest from `hosts` and `resolv.conf`; says what to add if that is not enough. */
export function networkOf(etc: EtcFolder, configuration: Configuration): NetworkFound {
  const finder = new NetworkFinder(etc, configuration);
  const database = finder.database();
  const nameservers = finder.nameservers();
  const clients = finder.clients(database, nameservers);
  const outsiders = finder.outsiders(database);
  if (database === undefined || clients === undefined) {
    return { problems: finder.problems };
  }
  const network = { database, clients, outsiders, nameservers, assumed: finder.assumed };
  finder.checkFamilies(network);
  return finder.problems.length > 0 ? { problems: finder.problems } : { network };
}

class NetworkFinder {
  readonly problems: string[] = [];
  readonly assumed: string[] = [];
  readonly #etc: EtcFolder;
  readonly #configuration: Configuration;
  readonly #entries: readonly HostsEntry[];

  constructor(etc: EtcFolder, configuration: Configuration) {
    this.#etc = etc;
    this.#configuration = configuration;
    this.#entries = hostsEntries(textOf(etc, 'hosts') ?? '');
  }

  database(): UserNetwork['database'] | undefined {
    if (this.#configuration.database !== undefined) {
      return this.#configuration.database;
    }
    const ownName = textOf(this.#etc, 'hostname')?.trim() ?? this.#entries.find(({ address }) => address === '127.0.1.1')?.names[0];
    const found = this.#entries.filter(({ address, names }) => ownName !== undefined && !isLocal(address) && names.includes(ownName));
    const [first] = found;
    if (first === undefined) {
      const known =
        ownName === undefined ? 'no hostname, and no 127.0.1.1 in hosts' : `only its name, ${ownName}; hosts has no address for it`;
      this.#wanted('the database host', 'database: { name: db1.example.net, address: 192.0.2.10 }', known);
      return undefined;
    }
    const second = found.find(({ address }) => isIPv6(address) !== isIPv6(first.address));
    const name = (first.names[0] ?? '').toLowerCase();
    this.assumed.push(`the database host is ${name}, ${found.map(({ address }) => address).join(' and ')}, from hosts`);
    return { name, address: first.address, ...(second === undefined ? {} : { secondAddress: second.address }) };
  }

  nameservers(): UserNetwork['nameservers'] {
    const { honestNameservers } = this.#configuration;
    const text = textOf(this.#etc, 'resolv.conf');
    if (text === undefined) {
      this.assumed.push(`one nameserver, ${nameserverWithoutResolvConf}: there is no resolv.conf`);
      return [{ address: nameserverWithoutResolvConf, suffersFault: true }];
    }
    const place = join(this.#etc.folder, 'resolv.conf');
    const addresses = readResolvConf(text).nameservers;
    const local = addresses.find(isLocal);
    if (local !== undefined) {
      const lines = resolvConfLines(text);
      const parsed = lines.findIndex((line) => line.is === 'nameserver' && line.address === local);
      const meant = lines.findIndex((line) => line.is === 'nameserver');
      const got =
        parsed === -1
          ? `${meant === -1 ? 'none' : 'none that glibc can parse'}, so it asks 127.0.0.1`
          : `${local}, a program on the database host itself, which the lab does not have; name the nameservers that it asks`;
      const line = Math.max(0, parsed === -1 ? meant : parsed) + 1;
      this.problems.push(`${place}:${line}: expected "nameserver ADDRESS" of a nameserver on the network, got ${got}`);
    }
    for (const address of honestNameservers.filter((each) => !addresses.map(canonicalAddress).includes(canonicalAddress(each)))) {
      this.problems.push(
        `${this.#place()}: honestNameservers: expected nameservers of resolv.conf (${addresses.join(', ')}), got ${address}`,
      );
    }
    const honest = honestNameservers.map(canonicalAddress);
    const found = addresses.map((address) => ({ address, suffersFault: !honest.includes(canonicalAddress(address)) }));
    if (found.length > 0 && !found.some(({ suffersFault }) => suffersFault)) {
      this.problems.push(
        `${this.#place()}: honestNameservers: expected at least one nameserver of resolv.conf to be left out, got all of them`,
      );
    }
    // glibc asks it twice, but it is one host.
    return found.filter(({ address }, index) => addresses.map(canonicalAddress).indexOf(canonicalAddress(address)) === index);
  }

  clients(database: UserNetwork['database'] | undefined, nameservers: UserNetwork['nameservers']): Clients | undefined {
    if (this.#configuration.clients !== undefined) {
      return this.#configuration.clients;
    }
    const others = [...(database === undefined ? [] : hostAddresses(database)), ...nameservers.map(({ address }) => address)];
    const outsiders = this.#configuration.outsiders === undefined ? [] : expandClients(this.#configuration.outsiders);
    const taken = new Set([...others, ...outsiders.map(({ address }) => address)].map(canonicalAddress));
    const found: NamedHost[] = [];
    for (const { address, names } of this.#entries) {
      const named = namedHostSchema.safeParse({ name: names[0]?.toLowerCase(), address });
      if (named.success && !isLocal(address) && !taken.has(canonicalAddress(address))) {
        taken.add(canonicalAddress(address));
        found.push(named.data);
      }
    }
    if (found.length === 0) {
      this.#wanted('clients', 'clients: [{ name: web-1.example.net, address: 192.0.2.21 }]', 'none, and hosts names no other host');
      return undefined;
    }
    this.assumed.push(`the clients are the other hosts in hosts: ${found.length}`);
    return found;
  }

  outsiders(database: UserNetwork['database'] | undefined): Clients {
    if (this.#configuration.outsiders !== undefined) {
      return this.#configuration.outsiders;
    }
    const invented = database !== undefined && hostAddresses(database).every(isIPv6) ? strangerIPv6 : stranger;
    this.assumed.push(`the outsider is ${invented.name}, ${invented.address}, which the lab invented`);
    return [invented];
  }

  /** The database host needs an address of each family that clients and nameservers have. */
  checkFamilies({ database, clients, outsiders, nameservers }: UserNetwork): void {
    const own = hostAddresses(database).map(isIPv6);
    const around = [...expandClients(clients), ...expandClients(outsiders), ...nameservers].map(({ address }) => address);
    const unreachable = around.find((address) => !own.includes(isIPv6(address)));
    if (unreachable !== undefined) {
      this.problems.push(
        `${this.#place()}: database.secondAddress: expected the database host's ${isIPv6(unreachable) ? 'IPv6' : 'IPv4'} address, because ${unreachable} is one; got none`,
      );
    }
  }

  #wanted(what: string, example: string, got: string): void {
    this.problems.push(`${this.#place()}: expected ${what}, such as "${example}"; got ${got}`);
  }

  /** Line 1, because what is missing has no line. */
  #place(): string {
    return `${join(this.#etc.folder, configurationFile)}:1`;
  }
}

/** Addresses that mean this host, or no single host. */
function isLocal(address: string): boolean {
  return (
    ['loopback', 'linkLocal', 'multicast', 'unspecified', 'broadcast'].includes(ipaddr.process(address).range()) || /^f[ef]0/i.test(address)
  );
}
