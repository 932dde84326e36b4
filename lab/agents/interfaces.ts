import { execFile } from 'node:child_process';
import { isIPv6 } from '../network/addresses.ts';
import type { Parameters } from './protocol.ts';

const device = 'lab0';
/** Any number does: every run has an engine network of its own. Port 4789 is IANA's for VXLAN (RFC 7348). */
const vxlan = { id: 7, port: 4789 } as const;

type Join = Parameters<'dns', 'joinNetwork'>;
type NextHop = NonNullable<Join['nextHop']>;

/**
 * Joins this network namespace to the run's own network: a VXLAN over the engine's internal one. The scenario's addresses then
 * need not belong to the engine's subnet, whose firewall drops foreign addresses where br_netfilter is loaded, and many runs
 * can use the same ones. What is not behind the next hop, where there is one, is on the link (or, where `onLink` is given, each of those
 * addresses is), and nothing else is reachable.
 *
 * @throws Error with the output of `ip` or `bridge`.
 */
export async function joinNetwork({ addresses, underlay, peers, linkAddress, nextHop, onLink }: Join): Promise<void> {
  const mac = linkAddress === null ? '' : ` address ${linkAddress}`;
  await batch('ip', [`link add ${device}${mac} type vxlan id ${vxlan.id} dstport ${vxlan.port} local ${underlay}`]);
  await batch('bridge', [
    ...peers.map((peer) => `fdb append 00:00:00:00:00:00 dev ${device} dst ${peer}`),
    ...(nextHop === null ? [] : [`fdb replace ${nextHop.linkAddress} dev ${device} dst ${nextHop.underlay} static`]),
  ]);
  await batch('ip', [
    ...addresses.map((address) => change('add', address)),
    `link set ${device} up`,
    ...firstOfEachFamily(addresses).flatMap((address) => [
      ...routes(address, onLink),
      ...(nextHop === null ? [] : routesBehind(address, nextHop)),
    ]),
  ]);
}

/** Gives up one address of this host; the others stay reachable. Nobody answers ARP, or neighbour discovery, for it any more. */
export async function giveUpAddress(address: string, others: readonly string[]): Promise<void> {
  await batch('ip', [change('del', address)]);
  // Routes that send from the address went with it.
  await batch(
    'ip',
    firstOfEachFamily(others).flatMap((other) => routes(other, null)),
  );
}

/** Takes the address back. */
export async function takeBackAddress(address: string): Promise<void> {
  await batch('ip', [change('add', address), ...routes(address, null)]);
}

function change(verb: 'add' | 'del', address: string): string {
  const nodad = verb === 'add' ? ' nodad' : '';
  return isIPv6(address) ? `address ${verb} ${address}/128 dev ${device}${nodad}` : `address ${verb} ${address}/32 dev ${device}`;
}

/** Commands for the routes from `source` to what is on the link; those of its own address family. */
function routes(source: string, onLink: readonly string[] | null): string[] {
  // A batch takes no -6 within it: the family is that of the target, which "default" would not tell.
  const targets = onLink?.filter((target) => isIPv6(target) === isIPv6(source)) ?? [isIPv6(source) ? '::/0' : '0.0.0.0/0'];
  return targets.map((target) => `route replace ${target} dev ${device} src ${source}`);
}

/**
 * Commands for the routes from `source` to what is behind the next hop. The entry for that in the neighbour table is permanent: the
 * kernel neither asks the link about it nor counts it among those of which it keeps no more than gc_thresh3.
 */
function routesBehind(source: string, { addresses, linkAddress, prefixes }: NextHop): string[] {
  const isOfFamily = (text: string): boolean => text.includes(':') === isIPv6(source);
  return addresses
    .filter(isOfFamily)
    .flatMap((via) => [
      `neigh replace ${via} lladdr ${linkAddress} dev ${device} nud permanent`,
      ...prefixes.filter(isOfFamily).map((prefix) => `route replace ${prefix} via ${via} dev ${device} onlink src ${source}`),
    ]);
}

/** The addresses that the host speaks from by default. */
export function firstOfEachFamily(addresses: readonly string[]): string[] {
  return [addresses.find((address) => !isIPv6(address)), addresses.find(isIPv6)].filter((address) => address !== undefined);
}

/** Runs many commands of `ip` or `bridge` in one process. */
function batch(program: 'ip' | 'bridge', lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['-batch', '-'], { timeout: 20_000 }, (error, _stdout, stderr) =>
      error === null ? resolve() : reject(new Error(`${program} -batch failed: ${stderr.trim() || error.message}`, { cause: error })),
    );
    child.stdin?.end(`${lines.join('\n')}\n`);
  });
}
