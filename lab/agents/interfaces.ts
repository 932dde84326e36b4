import { execFile } from 'node:child_process';
import { isIPv6 } from '../network/addresses.ts';
import type { Parameters } from './protocol.ts';

const device = 'lab0';
/** The id is arbitrary: every run has its own engine network. Port 4789 is IANA's for VXLAN (RFC 7348). */
const vxlan = { id: 7, port: 4789 } as const;

type Join = Parameters<'dns', 'joinNetwork'>;
type NextHop = NonNullable<Join['nextHop']>;

/**
 * Joins this network namespace to the run's own network: a VXLAN over the engine's internal one. So the scenario's addresses need not belong
 * to the engine's subnet, whose firewall drops foreign addresses if br_netfilter is loaded, and many runs can use the same addresses.
 * Reachable are the prefixes behind the next hop, if there is one, and on the link either everything else or only the `onLink` addresses.
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

/** Gives up one address of this host: nothing answers ARP or neighbour discovery for it. The others stay reachable. */
export async function giveUpAddress(address: string, others: readonly string[]): Promise<void> {
  await batch('ip', [change('del', address)]);
  // The kernel removed the routes with this source address.
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

/** Commands for the routes from `source` to what is on the link, in its own address family. */
function routes(source: string, onLink: readonly string[] | null): string[] {
  // A batch takes no -6 inside: the target determines the family, so it cannot be "default".
  const targets = onLink?.filter((target) => isIPv6(target) === isIPv6(source)) ?? [isIPv6(source) ? '::/0' : '0.0.0.0/0'];
  return targets.map((target) => `route replace ${target} dev ${device} src ${source}`);
}

/**
 * Commands for the routes from `source` to the prefixes behind the next hop. Its entry in the neighbour table is permanent: the kernel
 * neither sends ARP for it nor counts it against gc_thresh3.
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

/** The addresses that the host uses as source by default. */
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
