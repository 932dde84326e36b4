import ipaddr from 'ipaddr.js';
import { isAddress } from '../../../network/addresses.ts';

import { identSilence } from './ident-silence.ts';

/** What is to be said of one word of a client list. */
export interface PatternRemark {
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/**
 * Whether libwrap looks a client up to compare it with this word, where the client's address alone does not match it: `host_match`
 * compares with the name whatever has more in it than digits, dots and slashes. So do wildcards of numbers (`10.0.*`) and an IPv6
 * address without the length of a prefix. Found by running it.
 *
 * @param patternsIn the text of a file of patterns; undefined where there is none.
 */
export function needsName(word: string, patternsIn: (path: string) => string | undefined): boolean {
  const pattern = hostPart(word);
  if (/^(ALL|EXCEPT)$/i.test(pattern)) {
    return false;
  }
  if (pattern.startsWith('/')) {
    const words = patternsIn(pattern)?.split(/\s+/) ?? [];
    return words.some((each) => each !== '' && !each.startsWith('/') && needsName(each, () => undefined));
  }
  return pattern.startsWith('@') || (!pattern.includes('/') && /[^\d.]/.test(pattern));
}

/** Whether a word that needs the name looks as if it did not. */
export function looksNumeric(word: string): boolean {
  return /^\[|^[\d.*?]+$/.test(hostPart(word));
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
      text: `"${word}" asks the host of every client that "${pattern}" matches for the user (ident), and the accept thread waits; ${identSilence}`,
    });
  }
  if (looksNumeric(word) && needsName(word, () => undefined) && numericProblem(pattern) === undefined) {
    remarks.push({
      weight: 'warning',
      text: `"${pattern}" looks up every client whose address it does not match, to compare it with the name: write ${pattern.startsWith('[') ? `${pattern}/128` : 'a prefix such as "10.0." or a network such as 10.0.0.0/16'}`,
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
  const at = word.indexOf('@', 1);
  return at === -1 ? word : word.slice(at + 1);
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
