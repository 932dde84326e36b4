import { isAddress } from '../../addresses.ts';
import { resolverOptions } from '../../host.ts';
import { withNearest } from '../../problems.ts';
import { resolverGivesUpAfterMs } from '../../resolv-conf.ts';
import type { EtcFile } from '../etc-folder.ts';
import type { Warning } from '../warning.ts';

/** Keywords and options of resolv.conf(5), glibc 2.36, and the largest value that glibc takes (RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY). */
const keywords = ['nameserver', 'search', 'domain', 'sortlist', 'options'];
const largest: Readonly<Record<string, number>> = { ndots: 15, timeout: 30, attempts: 5 };
const switches = [
  'debug',
  'rotate',
  'no-aaaa',
  'no-check-names',
  'inet6',
  'ip6-bytestring',
  'ip6-dotint',
  'no-ip6-dotint',
  'edns0',
  'single-request',
  'single-request-reopen',
  'no-tld-query',
  'use-vc',
  'no-reload',
  'trust-ad',
];
const mostNameservers = 3;

/** @param limitMs how long 95 of 100 connects may take. */
export function resolvConfWarnings({ path, text }: EtcFile, limitMs: number): Warning[] {
  const warnings: Warning[] = [];
  let nameservers = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const warn = (weight: Warning['weight'], said: string): void => void warnings.push({ file: path, line: index + 1, weight, text: said });
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (line.trim() === '' || /^[#;]/.test(line)) {
      continue;
    }
    if (/^\s/.test(line)) {
      warn('warning', 'a keyword begins in the first column; glibc ignores this line');
    } else if (keyword === 'nameserver') {
      nameservers += 1;
      nameserverWarning(words[0] ?? '', nameservers, warn);
    } else if (keyword === 'options') {
      for (const option of words) {
        optionWarning(option, warn);
      }
    } else if (!keywords.includes(keyword ?? '')) {
      warn('warning', `expected one of ${keywords.join(', ')}; got ${withNearest(keyword ?? '', keywords)}, which glibc ignores`);
    }
  }
  return [...warnings, ...waitNote({ path, text }, limitMs)];
}

type Warn = (weight: Warning['weight'], text: string) => void;

function nameserverWarning(address: string, count: number, warn: Warn): void {
  if (!isAddress(address)) {
    warn('warning', `expected an IPv4 or IPv6 address, got "${address}", which glibc ignores`);
  } else if (count > mostNameservers) {
    warn('warning', `glibc asks no more than ${mostNameservers} nameservers; this one is never asked`);
  }
}

function optionWarning(option: string, warn: Warn): void {
  const [name = '', value] = option.split(':');
  const most = largest[name];
  if (most === undefined && !switches.includes(name)) {
    warn(
      'warning',
      `expected an option of resolv.conf(5), got ${withNearest(name, [...Object.keys(largest), ...switches])}, which glibc ignores`,
    );
  } else if (most !== undefined && !/^\d+$/.test(value ?? '')) {
    warn('warning', `expected "${name}:NUMBER", got "${option}"`);
  } else if (most !== undefined && Number(value) > most) {
    warn('warning', `glibc takes ${name}:${most} for "${option}"`);
  }
}

/** How long the accept thread waits for one name when nobody answers. */
function waitNote({ path, text }: EtcFile, limitMs: number): Warning[] {
  const waitMs = resolverGivesUpAfterMs(resolverOptions({ files: { '/etc/resolv.conf': text } }));
  const line = Math.max(
    0,
    text.split('\n').findIndex((each) => each.startsWith('options')),
  );
  return waitMs <= limitMs
    ? []
    : [
        {
          file: path,
          line: line + 1,
          weight: 'note',
          text: `when no nameserver answers, one lookup takes ${waitMs / 1000} s; the limit for a connect is ${limitMs / 1000} s`,
        },
      ];
}
