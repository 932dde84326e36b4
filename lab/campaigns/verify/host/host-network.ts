import { join } from 'node:path';
import { type DatabaseHost, hostAddresses } from '../../../model/database-host.ts';
import { readResolvConf, resolvConfLines } from '../../../model/resolv-conf.ts';
import { canonicalAddress, isIPv6 } from '../../../network/addresses.ts';
import { type Clients, expandClients } from '../../../scenario/hosts-schema.ts';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import type { Configuration } from './configuration.ts';
import { databaseInHosts, isLocal, otherHosts } from './hosts-of-folder.ts';
import { strangerBeside } from './invented-hosts.ts';
import { placeOfSetting } from './setting-place.ts';

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

type NetworkFound = { readonly network: UserNetwork } | { readonly problems: readonly string[] };

/** The nameserver if a folder has no resolv.conf. This address is reserved (RFC 2544). */
export const nameserverWithoutResolvConf = '198.18.0.53';

/** Takes what `wraplab.yaml` says, and the rest from `hosts` and `resolv.conf`; says what to add if that is not enough. */
export function networkOf(etc: EtcFolder, configuration: Configuration): NetworkFound {
  const finder = new NetworkFinder(etc, configuration);
  const database = finder.database();
  const nameservers = finder.nameservers();
  const clients = finder.clients(database, nameservers);
  const outsiders = finder.outsiders(database, clients, nameservers);
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

  constructor(etc: EtcFolder, configuration: Configuration) {
    this.#etc = etc;
    this.#configuration = configuration;
  }

  database(): UserNetwork['database'] | undefined {
    if (this.#configuration.database !== undefined) {
      return this.#configuration.database;
    }
    const { host, ownName, from, addresses } = databaseInHosts(this.#etc);
    if (host === undefined) {
      this.#noDatabase(ownName, from);
      return undefined;
    }
    this.assumed.push(`the database host is ${host.name}, ${addresses.join(' and ')}, from hosts`);
    return host;
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
        `${this.#place(['honestNameservers'])}: honestNameservers: expected nameservers of resolv.conf (${addresses.join(', ')}), got ${address}`,
      );
    }
    const honest = honestNameservers.map(canonicalAddress);
    const found = addresses.map((address) => ({ address, suffersFault: !honest.includes(canonicalAddress(address)) }));
    if (found.length > 0 && !found.some(({ suffersFault }) => suffersFault)) {
      this.problems.push(
        `${this.#place(['honestNameservers'])}: honestNameservers: expected at least one nameserver of resolv.conf to be left out, got all of them`,
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
    const found = otherHosts(this.#etc, [...others, ...outsiders.map(({ address }) => address)]);
    if (found.length === 0) {
      this.#noClients();
      return undefined;
    }
    this.assumed.push(`the clients are the other hosts in hosts: ${found.length}`);
    return found;
  }

  outsiders(database: UserNetwork['database'] | undefined, clients: Clients | undefined, nameservers: UserNetwork['nameservers']): Clients {
    if (this.#configuration.outsiders !== undefined) {
      return this.#configuration.outsiders;
    }
    const around = [...(clients === undefined ? [] : expandClients(clients)), ...nameservers].map(({ address }) => address);
    const taken = [...around, ...(database === undefined ? [] : hostAddresses(database))];
    const invented = strangerBeside(taken, database !== undefined && hostAddresses(database).every(isIPv6));
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
        `${this.#place(['database'])}: database.secondAddress: expected the database host's ${isIPv6(unreachable) ? 'IPv6' : 'IPv4'} address, because ${unreachable} is one; got none`,
      );
    }
  }

  #noDatabase(ownName: string | undefined, from: string): void {
    if (this.#hasSettings()) {
      const got =
        ownName === undefined ? 'no hostname, and no 127.0.1.1 in hosts' : `only its name, ${ownName}; hosts has no address for it`;
      this.#wanted('the database host', 'database: { name: db1.example.net, address: 192.0.2.10 }', got);
    } else if (ownName === undefined) {
      const got = this.#has('hostname') ? 'an empty file' : 'no such file';
      this.problems.push(
        `${join(this.#etc.folder, 'hostname')}: expected the name of the database host, got ${got}, and no 127.0.1.1 in hosts that would say it`,
      );
    } else {
      this.#noLine(`a line with the address of ${ownName}, the database host according to ${from}`);
    }
  }

  #noClients(): void {
    if (this.#hasSettings()) {
      this.#wanted('clients', 'clients: [{ name: web-1.example.net, address: 192.0.2.21 }]', 'none, and hosts names no other host');
    } else {
      this.#noLine('a line for each client, besides the database host and the nameservers');
    }
  }

  #noLine(expected: string): void {
    this.problems.push(`${join(this.#etc.folder, 'hosts')}: expected ${expected}, got ${this.#has('hosts') ? 'none' : 'no such file'}`);
  }

  #wanted(what: string, example: string, got: string): void {
    this.problems.push(`${this.#place([])}: expected ${what}, such as "${example}"; got ${got}`);
  }

  #hasSettings(): boolean {
    return this.#has(configurationFile);
  }

  #has(path: Parameters<typeof textOf>[1]): boolean {
    return textOf(this.#etc, path) !== undefined;
  }

  #place(setting: readonly PropertyKey[]): string {
    return placeOfSetting(this.#etc, setting);
  }
}
