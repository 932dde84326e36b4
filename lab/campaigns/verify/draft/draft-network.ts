import { type DatabaseHost, hostAddresses } from '../../../model/database-host.ts';
import { readResolvConf } from '../../../model/resolv-conf.ts';
import { canonicalAddress, isIPv6, type NamedHost } from '../../../network/addresses.ts';
import { namedHostSchema } from '../../../scenario/hosts-schema.ts';
import { type AclDecision, aclOf, wordsLetIn } from '../access/acl-decision.ts';
import { comparedHost, patternMatcher } from '../access/client-pattern.ts';
import { type EtcFolder, textOf } from '../access/etc-folder.ts';
import { nameserverWithoutResolvConf } from '../host/host-network.ts';
import { databaseInHosts, isLocal, otherHosts } from '../host/hosts-of-folder.ts';
import { freeAddress, strangerBeside } from '../host/invented-hosts.ts';
import { type Sample, sampleClient } from './sample-client.ts';

/** A host, and where it comes from: a remark without a full stop. */
export interface Remarked extends NamedHost {
  readonly remark: string;
}

/** Who is who in a folder, as far as its files tell. */
export interface DraftNetwork {
  readonly database: Pick<DatabaseHost, 'name' | 'address' | 'secondAddress'> & { readonly remark: string };
  readonly clients: readonly Remarked[];
  readonly outsiders: readonly Remarked[];
}

/** As many as a folder may have. */
const mostHosts = 4096;
/** Words of the rules for which a host is invented. */
const mostSamples = 100;

const documented = { IPv4: { database: '192.0.2.10', client: '192.0.2.21' }, IPv6: { database: '2001:db8::10', client: '2001:db8::21' } };

/**
 * Proposes who is who: clients are the hosts that the rules let in or may let in, outsiders those that they refuse, and a stranger. Words of
 * the rules that no host of `hosts` matches get an invented client. What the files do not say is invented, and each remark says so.
 *
 * @param daemons programs of the server, as rules name them.
 */
export function draftNetwork(etc: EtcFolder, daemons: readonly string[]): DraftNetwork {
  const nameservers = nameserversOf(etc);
  const known = databaseInHosts(etc);
  const listed = otherHosts(etc, [...(known.host === undefined ? [] : hostAddresses(known.host)), ...nameservers]);
  const decide = aclOf(etc.files, daemons);
  const decided = listed.map(({ name, address }) => {
    const host = { name, address: canonicalAddress(address) };
    return { ...host, decision: decide(host) };
  });
  const family = familyOf([
    ...(known.host === undefined ? [] : hostAddresses(known.host)),
    ...listed.map(({ address }) => address),
    ...nameservers,
  ]);
  const reserved = known.host === undefined ? nameservers : [...nameservers, ...hostAddresses(known.host)];
  const samples = samplesOf(wordsLetIn(etc.files, daemons), decided, [...reserved, documented[family].database], family, decide);
  const clients = clientsOf(decided, samples, reserved, family).slice(0, mostHosts);
  const isClient = new Set(clients.map(({ address }) => address));
  const refused = decided.filter(({ address, decision }) => decision === 'out' && !isClient.has(address)).slice(0, mostHosts - 1);
  const taken = [
    ...reserved,
    documented[family].database,
    ...clients.map(({ address }) => address),
    ...refused.map(({ address }) => address),
  ];
  const stranger = strangerBeside(taken, family === 'IPv6');
  const outsiders = [
    ...refused.map(({ name, address }) => ({ name, address, remark: 'in hosts, and the rules refuse it' })),
    { ...stranger, remark: strangerRemarks[decide(stranger)] },
  ];
  const around = [...clients, ...outsiders].map(({ address }) => address);
  return { database: databaseOf(known, [...around, ...nameservers], family), clients, outsiders };
}

const strangerRemarks: Readonly<Record<AclDecision, string>> = {
  in: 'invented, and no rule refuses it',
  out: 'invented',
  open: 'invented; the files do not tell whether the rules refuse it',
};

type Family = keyof typeof documented;
type Decided = NamedHost & { readonly decision: AclDecision };

/** The family of the first of these addresses. */
function familyOf([first]: readonly string[]): Family {
  return first !== undefined && isIPv6(canonicalAddress(first)) ? 'IPv6' : 'IPv4';
}

/** Nameservers on the network, in canonical form. */
function nameserversOf(etc: EtcFolder): string[] {
  const text = textOf(etc, 'resolv.conf');
  return text === undefined
    ? [nameserverWithoutResolvConf]
    : readResolvConf(text)
        .nameservers.filter((address) => !isLocal(address))
        .map(canonicalAddress);
}

/** A client for each word of the rules that no listed host matches, if the rules then let it in. */
function samplesOf(
  words: readonly string[],
  listed: readonly NamedHost[],
  reserved: readonly string[],
  family: Family,
  decide: (host: NamedHost) => AclDecision,
): (Sample & { readonly word: string })[] {
  const taken = new Set([...reserved, ...listed.map(({ address }) => address)].map(canonicalAddress));
  const compared = listed.map(comparedHost);
  const samples: (Sample & { readonly word: string })[] = [];
  for (const word of words) {
    const matches = patternMatcher(word);
    const inventing = { firstAddress: documented[family].client, taken, number: samples.length + 1 };
    const sample =
      samples.length >= mostSamples || compared.some((host) => matches(host) === true) ? undefined : sampleClient(word, inventing);
    if (sample !== undefined && !isLocal(sample.address) && !taken.has(canonicalAddress(sample.address)) && decide(sample) === 'in') {
      taken.add(canonicalAddress(sample.address));
      samples.push({ ...sample, address: canonicalAddress(sample.address), word });
    }
  }
  return samples;
}

function clientsOf(
  decided: readonly Decided[],
  samples: readonly (Sample & { readonly word: string })[],
  reserved: readonly string[],
  family: Family,
): Remarked[] {
  const likely = decided
    .filter(({ decision }) => decision !== 'out')
    .map(({ name, address, decision }) => ({
      name,
      address,
      remark: decision === 'in' ? '' : 'the files do not tell whether the rules let it in',
    }));
  const sampled = samples.map(({ name, address, word, invented }) => ({
    name,
    address,
    remark: `for "${word}" of the rules; ${invented === 'both' ? 'name and address are' : `${invented} is`} invented`,
  }));
  if (likely.length + sampled.length > 0) {
    return [...likely, ...sampled];
  }
  // Somebody must be a client. All hosts of hosts are, if there are any.
  const refused = decided.map(({ name, address }) => ({ name, address, remark: 'the rules refuse it' }));
  const address = freeAddress(documented[family].client, new Set([...reserved, documented[family].database].map(canonicalAddress)));
  return refused.length > 0 ? refused : [{ name: 'client-1.wraplab.invalid', address, remark: 'invented: hosts and rules name no client' }];
}

/** The database host, with an address of every family that others have. */
function databaseOf(
  { host, ownName }: ReturnType<typeof databaseInHosts>,
  around: readonly string[],
  family: Family,
): DraftNetwork['database'] {
  const taken = new Set(around.map(canonicalAddress));
  const invent = (of: Family): string => freeAddress(documented[of].database, taken);
  const [first = invent(family), second] = host === undefined ? [] : hostAddresses(host).map(canonicalAddress);
  const needed = around.find((address) => isIPv6(address) !== isIPv6(first));
  const missing = second === undefined && needed !== undefined ? (isIPv6(needed) ? 'IPv6' : 'IPv4') : undefined;
  const wanted = (host?.name ?? ownName ?? '').toLowerCase();
  const name = namedHostSchema.shape.name.safeParse(wanted).success ? wanted : undefined;
  const invented = [
    ...(name === undefined ? ['its name'] : []),
    ...(host === undefined ? ['its address'] : []),
    ...(missing === undefined ? [] : [`its ${missing} address (because of ${needed})`]),
  ];
  const secondAddress = second ?? (missing === undefined ? undefined : invent(missing));
  return {
    name: name ?? 'database.wraplab.invalid',
    address: first,
    ...(secondAddress === undefined ? {} : { secondAddress }),
    remark: invented.length === 0 ? '' : `not in the files, so invented: ${invented.join(', ')}`,
  };
}
