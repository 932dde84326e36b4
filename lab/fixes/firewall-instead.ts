import { withLibwrapOpen } from '../model/database-host.ts';
import { isIPv6 } from '../network/addresses.ts';
import type { Fix } from './fix.ts';

/** A packet filter that knows the clients by address decides instead of libwrap, which lets all in. */
export const firewallInstead = {
  id: 'firewall-instead',
  title: 'nftables in front, by address; libwrap lets all in',
  kind: 'remedy',
  apply: (host, { clients }) => ({ ...withLibwrapOpen(host), firewall: ruleset(clients.map(({ address }) => address)) }),
} as const satisfies Fix;

/** Drops the first packet of every TCP connection from elsewhere, so mysqld never sees it. */
function ruleset(addresses: readonly string[]): string {
  const families = [
    { family: 'ip', type: 'ipv4_addr', name: 'clients4', elements: addresses.filter((address) => !isIPv6(address)) },
    { family: 'ip6', type: 'ipv6_addr', name: 'clients6', elements: addresses.filter(isIPv6) },
  ].filter(({ elements }) => elements.length > 0);
  const sets = families.map(
    ({ name, type, elements }) =>
      `  set ${name} {\n    type ${type}\n    elements = {\n${elements.map((address) => `      ${address},\n`).join('')}    }\n  }\n`,
  );
  const accepted = families.map(({ family, name }) => `    ${family} saddr @${name} accept\n`);
  const chain = [
    '  chain input {\n',
    '    type filter hook input priority filter; policy accept;\n',
    '    iif lo accept\n',
    ...accepted,
    '    tcp flags & (syn | ack) == syn drop\n',
    '  }\n',
  ];
  return `table inet database {\n${[...sets, ...chain].join('')}}\n`;
}
