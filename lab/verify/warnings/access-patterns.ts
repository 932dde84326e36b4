import ipaddr from 'ipaddr.js';
import { isAddress } from '../../addresses.ts';

/** What is to be said of one word of a client list. */
export interface PatternRemark {
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/** Whether a word needs the client's name, and so the DNS, to be compared. */
export function needsName(word: string): boolean {
  const pattern = hostPart(word);
  return !isNumeric(pattern) && !/^(ALL|EXCEPT)$/i.test(pattern) && !pattern.startsWith('/');
}

/**
 * Patterns of hosts_access(5) that are not what they look like. Each was tried on libwrap 7.6.q of Debian, which compares a network
 * with "address AND mask", so that bits behind the mask make a rule that matches nobody.
 *
 * @param hasFile whether a path below /etc is a file of the folder.
 */
export function patternRemarks(word: string, hasFile: (path: string) => boolean): PatternRemark[] {
  const pattern = hostPart(word);
  const remarks: PatternRemark[] = [];
  if (word !== pattern) {
    remarks.push({
      weight: 'warning',
      text: `"${word}" asks the client's host for the user (ident) for every client, and the accept thread waits`,
    });
  }
  if (/^PARANOID$/i.test(pattern)) {
    remarks.push({
      weight: 'warning',
      text: 'PARANOID needs name and address of every client that comes this far to be looked up, whatever the other rules are made of',
    });
  }
  if (pattern.startsWith('@')) {
    remarks.push({
      weight: 'note',
      text: `"${pattern}" is a netgroup: by nsswitch.conf, from the file netgroup at best; the lab has no NIS or LDAP`,
    });
  }
  if (pattern.startsWith('/') && !hasFile(pattern)) {
    remarks.push({
      weight: 'warning',
      text: `"${pattern}" is a file of patterns, which the lab does not have: the rule matches nobody here`,
    });
  }
  const wrongNumbers = numericProblem(pattern);
  return wrongNumbers === undefined ? remarks : [...remarks, { weight: 'warning', text: `"${pattern}" matches nobody: ${wrongNumbers}` }];
}

function hostPart(word: string): string {
  const at = word.indexOf('@');
  return at > 0 ? word.slice(at + 1) : word;
}

function isNumeric(pattern: string): boolean {
  return /^\[/.test(pattern) || /^[\d./*?]+$/.test(pattern);
}

function numericProblem(pattern: string): string | undefined {
  if (pattern.startsWith('[')) {
    return ipv6Problem(pattern);
  }
  if (/^[0-9a-f]*:[0-9a-f:]*/i.test(pattern)) {
    return 'an IPv6 address stands in square brackets';
  }
  const [address = '', mask] = pattern.split('/');
  if (!/^[\d.]+$/.test(address) || pattern.startsWith('/')) {
    return undefined;
  }
  if (mask !== undefined) {
    return networkProblem(address, mask);
  }
  if (address.endsWith('.')) {
    return undefined;
  }
  return isAddress(address)
    ? undefined
    : `expected four numbers up to 255, or a prefix with a dot at its end, such as "${address.split('.').slice(0, 3).join('.')}."`;
}

function networkProblem(address: string, mask: string): string | undefined {
  if (!isAddress(address)) {
    return 'expected all four numbers of the network’s address in front of the mask';
  }
  if (/^\d+$/.test(mask) ? Number(mask) === 0 || Number(mask) > 32 : !isAddress(mask)) {
    return 'expected a mask from 1 to 32, or such as 255.255.255.0; everybody is ALL';
  }
  if (mask === '255.255.255.255') {
    return 'libwrap takes this mask for a wrong one; write the address alone';
  }
  const bytes = (/^\d+$/.test(mask) ? ipaddr.IPv4.subnetMaskFromPrefixLength(Number(mask)) : ipaddr.IPv4.parse(mask)).octets;
  const network = ipaddr.IPv4.parse(address)
    .octets.map((byte, index) => byte & (bytes[index] ?? 0))
    .join('.');
  return network === address ? undefined : `the address has bits behind the mask; the network is ${network}/${mask}`;
}

function ipv6Problem(pattern: string): string | undefined {
  const [, address = '', bits] = /^\[([^\]]*)\](?:\/(\d+))?$/.exec(pattern) ?? [];
  if (!ipaddr.IPv6.isValid(address)) {
    return 'expected a whole IPv6 address in the brackets and the length of the prefix behind them, such as [2001:db8::]/32';
  }
  if (ipaddr.IPv6.parse(address).isIPv4MappedAddress()) {
    return 'libwrap compares such clients as plain IPv4';
  }
  return bits !== undefined && Number(bits) > 128 ? 'expected a prefix of 128 bits or fewer' : undefined;
}
