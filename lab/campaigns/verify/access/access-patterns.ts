import ipaddr from 'ipaddr.js';
import { isAddress } from '../../../network/addresses.ts';
import { hostPart } from './access-lines.ts';
import { identSilence } from './ident-silence.ts';

/** A remark on one word of a client list. */
interface PatternRemark {
  readonly weight: 'warning' | 'note';
  readonly text: string;
}

/**
 * Whether libwrap looks up a client to compare it with this word, if the client's address alone does not match: `host_match` compares
 * the name with every word that has more than digits, dots and slashes. These include numeric wildcards (`10.0.*`) and an IPv6 address
 * without a prefix length. Found by running it.
 *
 * @param patternsIn the text of a file of patterns; undefined if there is none.
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
 * Patterns of hosts_access(5) that do not mean what they seem to. Each was tried on libwrap 7.6.q of Debian. It compares a network with
 * "address AND mask", so a network with bits outside its mask matches nobody.
 *
 * @param hasFile whether a path below /etc is a file of the folder.
 */
export function patternRemarks(word: string, hasFile: (path: string) => boolean): PatternRemark[] {
  const pattern = hostPart(word);
  const remarks: PatternRemark[] = [];
  if (word !== pattern) {
    remarks.push({
      weight: 'warning',
      text: `"${word}" asks the host of every client that "${pattern}" matches who the user is (ident), and the accept thread waits; ${identSilence}`,
    });
  }
  if (looksNumeric(word) && needsName(word, () => undefined) && numericProblem(pattern) === undefined) {
    remarks.push({
      weight: 'warning',
      text: `"${pattern}" makes libwrap look up the name of every client whose address does not match; write ${pattern.startsWith('[') ? `${pattern}/128` : 'a prefix such as "10.0." or a network such as 10.0.0.0/16'} instead`,
    });
  }
  if (/^PARANOID$/i.test(pattern)) {
    remarks.push({
      weight: 'warning',
      text: 'PARANOID looks up name and address of every client that reaches this rule, even if all other rules use addresses',
    });
  }
  if (pattern.startsWith('@')) {
    remarks.push({
      weight: 'note',
      text: `"${pattern}" is a netgroup: the lab has no NIS or LDAP, so it comes from the file netgroup at best, by nsswitch.conf`,
    });
  }
  if (pattern.startsWith('/') && !hasFile(pattern)) {
    remarks.push({
      weight: 'warning',
      text: `"${pattern}" is a file of patterns that the lab does not have: the rule matches nobody here`,
    });
  }
  const wrongNumbers = numericProblem(pattern);
  return wrongNumbers === undefined ? remarks : [...remarks, { weight: 'warning', text: `"${pattern}" matches nobody: ${wrongNumbers}` }];
}

function numericProblem(pattern: string): string | undefined {
  if (pattern.startsWith('[')) {
    return ipv6Problem(pattern);
  }
  if (/^[0-9a-f]*:[0-9a-f:]*/i.test(pattern)) {
    return 'an IPv6 address must be in square brackets';
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
    : `expected four numbers up to 255, or a prefix that ends with a dot, such as "${address.split('.').slice(0, 3).join('.')}."`;
}

function networkProblem(address: string, mask: string): string | undefined {
  if (!isAddress(address)) {
    return 'expected all four numbers of the network’s address before the mask';
  }
  if (/^\d+$/.test(mask) ? Number(mask) === 0 || Number(mask) > 32 : !isAddress(mask)) {
    return 'expected a mask from 1 to 32, or one such as 255.255.255.0; write ALL for every client';
  }
  if (mask === '255.255.255.255') {
    return 'libwrap rejects this mask; write the address alone';
  }
  const bytes = (/^\d+$/.test(mask) ? ipaddr.IPv4.subnetMaskFromPrefixLength(Number(mask)) : ipaddr.IPv4.parse(mask)).octets;
  const network = ipaddr.IPv4.parse(address)
    .octets.map((byte, index) => byte & (bytes[index] ?? 0))
    .join('.');
  return network === address ? undefined : `the address has bits outside the mask; the network is ${network}/${mask}`;
}

function ipv6Problem(pattern: string): string | undefined {
  const [, address = '', bits] = /^\[([^\]]*)\](?:\/(\d+))?$/.exec(pattern) ?? [];
  if (!ipaddr.IPv6.isValid(address)) {
    return 'expected a complete IPv6 address in the brackets and a prefix length after them, such as [2001:db8::]/32';
  }
  if (ipaddr.IPv6.parse(address).isIPv4MappedAddress()) {
    return 'libwrap compares such clients as plain IPv4';
  }
  return bits !== undefined && Number(bits) > 128 ? 'expected a prefix of 128 bits or fewer' : undefined;
}
