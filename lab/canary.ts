import { isIPv6, type NamedHost, reverseName } from './addresses.ts';

/**
 * The questions that the lab itself asks the nameserver from the database host, at a steady, low rate, so that a run knows what
 * the DNS did even when a fix keeps everybody else from asking. One of each kind that a fault may be about: an address for a
 * name, the name of an address, and the name of a stranger's address.
 */
const canaryName = 'canary.wraplab.test';
/** An address that nobody has, from the block TEST-NET-1 (RFC 5737). */
const stranger: NamedHost = { name: 'stranger.wraplab.test', address: '192.0.2.1' };

export interface CanaryQuestion {
  readonly type: 'A' | 'AAAA' | 'PTR';
  readonly name: string;
}

/** The hosts of the zone that they are about. */
export function canaryHosts(nameserver: string): (NamedHost & { readonly outsider: boolean })[] {
  return [
    { name: canaryName, address: nameserver, outsider: false },
    { ...stranger, outsider: true },
  ];
}

export function canaryQuestions(nameserver: string): CanaryQuestion[] {
  return [
    { type: isIPv6(nameserver) ? 'AAAA' : 'A', name: canaryName },
    { type: 'PTR', name: reverseName(nameserver) },
    { type: 'PTR', name: reverseName(stranger.address) },
  ];
}

/** Whether only the lab asks for this name. */
export function isCanary(name: string, nameserver: string): boolean {
  return canaryQuestions(nameserver).some((question) => question.name === name);
}
