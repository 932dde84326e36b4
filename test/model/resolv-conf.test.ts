import { describe, expect, test } from 'vitest';
import { readResolvConf, resolverGivesUpAfterMs } from '../../lab/model/resolv-conf.ts';
import { canonicalAddress } from '../../lab/network/addresses.ts';
import { readByGlibc, waitedByGlibc } from '../support/resolv-conf-of-glibc.ts';

describe('resolv.conf is read as glibc 2.36 reads it', () => {
  test.each(readByGlibc)('%j', (text, { nameservers = ['127.0.0.1'], retrans = 5, retry = 2, ndots = 1, flags = [] }) => {
    const { switches, nameservers: found, ...read } = readResolvConf(text);
    expect(found.map(canonicalAddress)).toEqual(nameservers.map(canonicalAddress));
    expect(read).toEqual({ timeoutSeconds: Math.max(1, retrans), attempts: Math.max(0, retry), ndots });
    expect(switches.map((name) => name.replaceAll('_', '-')).toSorted()).toEqual(flags.toSorted());
  });

  test.each(waitedByGlibc)('%i nameservers that never answer, "options %s": gives up after %i ms', (count, options, ms) => {
    const nameservers = Array.from({ length: count }, (_, index) => `nameserver 127.0.1.${index + 1}\n`).join('');
    expect(resolverGivesUpAfterMs(readResolvConf(`${nameservers}options ${options}\n`))).toBe(ms);
  });

  test('glibc’s limits also bound the wait: 30 s × 5', () => {
    expect(resolverGivesUpAfterMs(readResolvConf('nameserver 10.0.0.53\noptions timeout:60 attempts:9\n'))).toBe(150_000);
  });
});
