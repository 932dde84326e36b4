import { claimedNames } from '../../../faults/capabilities.ts';
import type { FaultSettings } from '../../../faults/index.ts';
import { matcher } from '../../../faults/only.ts';
import { canonicalAddress, isIPv6, type NamedHost, reverseName } from '../../../network/addresses.ts';
import { clientWords, decidesByCommand } from '../access/client-words.ts';
import type { EtcFile } from '../access/etc-folder.ts';
import { HostsTable } from '../access/hosts-table.ts';
import { searchRules } from '../access/search-rules.ts';
import { ClientWords } from './alike-words.ts';

/** What can tell two hosts apart in a run of `verify`. */
export interface TellingApart {
  /** Of the folder, with their paths below /etc. */
  readonly files: readonly EtcFile[];
  /** All faults that run: what they say about single names and addresses counts. */
  readonly faults: readonly FaultSettings[];
}

/**
 * Groups of hosts that nothing in the folder can tell apart, in the order of their first hosts. Two hosts are alike when every
 * word of every rule gives the same result for both, by address and by name, as libwrap 7.6.q of Debian compares, and when `hosts`,
 * the search list and the faults treat them alike as well. In doubt they are told apart: a group too many costs time, one too few
 * could hide a client that is treated differently.
 *
 * The work grows with hosts × (labels + netmasks + wildcards), not with the number of words.
 */
export function groupAlike(by: TellingApart, hosts: readonly NamedHost[]): NamedHost[][] {
  if (decidesByCommand(by.files)) {
    return hosts.map((host) => [host]);
  }
  const names = new Features(by, hosts);
  return grouped(hosts, (host) => `${names.ofAddress(host.address)}\n${names.ofName(host.name)}\n${names.ofBoth(host)}`);
}

/** Names that nothing in the folder can tell apart, whatever their addresses. */
export function groupAlikeNames(by: TellingApart, names: readonly string[]): string[][] {
  if (decidesByCommand(by.files)) {
    return [...new Set(names)].map((name) => [name]);
  }
  const features = new Features(by, []);
  return grouped([...new Set(names)], (name) => features.ofName(name));
}

function grouped<Item>(items: readonly Item[], featuresOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const features = featuresOf(item);
    const group = groups.get(features);
    if (group === undefined) {
      groups.set(features, [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups.values()];
}

/** What a host looks like to the folder, as text: equal text, equal treatment. */
class Features {
  readonly #words: ClientWords;
  readonly #table: HostsTable;
  readonly #search: ReturnType<typeof searchRules>;
  readonly #isMeant: readonly ReturnType<typeof matcher>[];
  readonly #claimed: ReadonlySet<string>;
  /** How many addresses of each family the hosts give a name: the DNS answers with all of them. */
  readonly #addresses = new Map<string, { IPv4: number; IPv6: number }>();

  constructor({ files, faults }: TellingApart, hosts: readonly NamedHost[]) {
    this.#words = new ClientWords(clientWords(files));
    this.#table = new HostsTable(textAt(files, 'hosts'));
    this.#search = searchRules(textAt(files, 'resolv.conf'));
    const context = { random: () => 0, clients: hosts, outsiders: [] };
    this.#isMeant = faults.flatMap((fault) => ('only' in fault && fault.only !== undefined ? [matcher(fault.only, context)] : []));
    this.#claimed = new Set(faults.flatMap(claimedNames));
    for (const { name, address } of hosts) {
      const counted = this.#addresses.get(name.toLowerCase()) ?? { IPv4: 0, IPv6: 0 };
      counted[isIPv6(canonicalAddress(address)) ? 'IPv6' : 'IPv4'] += 1;
      this.#addresses.set(name.toLowerCase(), counted);
    }
  }

  ofAddress(address: string): string {
    const canonical = canonicalAddress(address);
    return JSON.stringify([
      isIPv6(canonical),
      this.#words.matchingAddress(canonical),
      this.#meant(reverseName(canonical), 'PTR'),
      this.#table.namesOf(canonical).map((name) => [this.ofName(name), this.#table.leadsTo(name, canonical)]),
    ]);
  }

  ofName(name: string): string {
    const lower = name.toLowerCase();
    const dots = lower.split('.').length - 1;
    return JSON.stringify([
      this.#words.matchingName(lower),
      this.#meant(lower, 'A'),
      this.#meant(lower, 'AAAA'),
      this.#claimed.has(lower),
      this.#table.familiesOf(lower),
      this.#search.ndots.map((least) => dots < least),
      this.#search.domains.map((domain) => this.#addresses.has(`${lower}.${domain}`)),
      this.#addresses.get(lower) ?? null,
      isOdd(lower) ? lower : null,
    ]);
  }

  /** What only name and address together show. */
  ofBoth({ name, address }: NamedHost): string {
    const canonical = canonicalAddress(address);
    const known = this.#table.namesOf(canonical).map((each) => each === name.toLowerCase());
    return JSON.stringify([known, this.#table.leadsTo(name.toLowerCase(), canonical)]);
  }

  #meant(name: string, type: string): boolean[] {
    const query = { name, type, transport: 'udp', client: '', atMs: 0, honest: { rcode: 'NOERROR', answers: [] } } as const;
    return this.#isMeant.map((isMeant) => isMeant(query));
  }
}

/** Names that libwrap treats unlike any other: as addresses, truncated in its buffers, or as keywords. */
function isOdd(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.length > 120 || ['localhost', 'unknown', 'paranoid'].includes(name);
}

function textAt(files: readonly EtcFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? '';
}
