import { isIPv6 } from 'node:net';

/**
 * `/etc/resolv.conf` as glibc 2.36 reads it (resolv/res_init.c, `res_vinit_1` and `res_setoptions`). All code that
 * reads the file uses this. The table in `test/model/resolv-conf.test.ts` comes from a real glibc.
 */
export interface ResolverOptions {
  /** At most three, in order; 127.0.0.1 if the file has none that glibc can parse. Link-local addresses are without their scope. */
  readonly nameservers: readonly string[];
  /** Seconds that the first try at the first nameserver waits; glibc makes it at least 1. */
  readonly timeoutSeconds: number;
  /** Rounds over all nameservers; with 0 glibc asks none. */
  readonly attempts: number;
  /** A name with at least this many dots is looked up as it is first, then with the domains of `search`. */
  readonly ndots: number;
  readonly switches: readonly ResolverSwitch[];
}

/** In the order in which glibc compares them. */
export const resolverSwitches = [
  'rotate',
  'edns0',
  'single-request-reopen',
  'single-request',
  'no_tld_query',
  'no-tld-query',
  'no-reload',
  'use-vc',
  'trust-ad',
  'no-aaaa',
] as const;
type ResolverSwitch = (typeof resolverSwitches)[number];

/** The largest values that glibc accepts: RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY. */
export const largestValues = { ndots: 15, timeout: 30, attempts: 5 } as const;
type NumberedOption = keyof typeof largestValues;

/** MAXNS of glibc. */
export const mostNameservers = 3;

/** One option as glibc reads it; `value` is within glibc's limits. */
export type OptionWord =
  | { readonly is: 'number'; readonly written: string; readonly name: NumberedOption; readonly value: number }
  | { readonly is: 'switch'; readonly written: string; readonly name: ResolverSwitch }
  | { readonly is: 'unknown'; readonly written: string };

/** One line as glibc reads it. */
export type ResolvConfLine =
  | { readonly is: 'nameserver'; readonly written: string; readonly address: string | undefined }
  | { readonly is: 'options'; readonly words: readonly OptionWord[] }
  | { readonly is: 'domain' | 'search' | 'sortlist' }
  | { readonly is: 'comment' }
  | { readonly is: 'ignored' };

/** Every line, in order; the last needs no newline. */
export function resolvConfLines(text: string): ResolvConfLine[] {
  return text.split('\n').map((line) => lineOf(line.split('\0', 1)[0] ?? ''));
}

export function readResolvConf(text: string): ResolverOptions {
  const lines = resolvConfLines(text);
  const addresses = lines.flatMap((line) => (line.is === 'nameserver' && line.address !== undefined ? [line.address] : []));
  const words = lines.flatMap((line) => (line.is === 'options' ? line.words : []));
  const last = (name: NumberedOption): number | undefined =>
    words.flatMap((word) => (word.is === 'number' && word.name === name ? [word.value] : [])).at(-1);
  return {
    nameservers: addresses.length === 0 ? ['127.0.0.1'] : addresses.slice(0, mostNameservers),
    timeoutSeconds: Math.max(1, last('timeout') ?? 5),
    attempts: Math.max(0, last('attempts') ?? 2),
    // A field of four bits.
    ndots: (last('ndots') ?? 1) & 15,
    switches: resolverSwitches.filter((name) => words.some((word) => word.is === 'switch' && word.name === name)),
  };
}

/**
 * How long one query takes to fail, in ms, when no nameserver answers. One round waits `timeout << index` seconds for the
 * nameserver at `index`, divided among all of them from the second on, and never less than 1 s (glibc's resolv/res_send.c,
 * `send_dg`); with a single nameserver that is timeout × attempts. With `use-vc` the kernel's TCP decides instead.
 */
export function resolverGivesUpAfterMs({
  nameservers,
  timeoutSeconds,
  attempts,
}: Pick<ResolverOptions, 'nameservers' | 'timeoutSeconds' | 'attempts'>): number {
  const servers = Math.max(1, nameservers.length);
  let roundSeconds = 0;
  for (let index = 0; index < servers; index++) {
    const seconds = timeoutSeconds * 2 ** index;
    roundSeconds += Math.max(1, Math.floor(index === 0 ? seconds : seconds / servers));
  }
  return roundSeconds * attempts * 1000;
}

/** The keyword begins in the first column; a blank or a tab follows it. */
function lineOf(line: string): ResolvConfLine {
  if (/^[;#]/.test(line)) {
    return { is: 'comment' };
  }
  const [, keyword, rest = ''] = /^(domain|search|nameserver|sortlist|options)(?=[ \t])(.*)$/s.exec(line) ?? [];
  switch (keyword) {
    case 'nameserver': {
      const written = /^[ \t]*([^ \t]*)/.exec(rest)?.[1] ?? '';
      return { is: 'nameserver', written, address: nameserverAddress(written) };
    }
    case 'options':
      return { is: 'options', words: optionWords(rest) };
    case 'domain':
    case 'search':
    case 'sortlist':
      return { is: keyword };
    default:
      return { is: 'ignored' };
  }
}

/** IPv4 in any form that inet_aton accepts, or IPv6 as inet_pton accepts it, without a percent sign and what follows. */
function nameserverAddress(written: string): string | undefined {
  const ipv6 = written.replace(/%.*$/s, '');
  return ipv4ByParts(written) ?? (isIPv6(ipv6) ? ipv6 : undefined);
}

/** One to four numbers, decimal, octal or hexadecimal; the last fills the remaining bytes. */
function ipv4ByParts(written: string): string | undefined {
  const parts = written.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.test(part))) {
    return undefined;
  }
  const numbers = parts.map((part) => (/^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const rest = numbers.at(-1) ?? 0;
  const front = numbers.slice(0, -1);
  const bytesLeft = 4 - front.length;
  if (front.some((byte) => byte > 255) || rest >= 256 ** bytesLeft) {
    return undefined;
  }
  const bytes = Array.from({ length: bytesLeft }, (_, index) => Math.floor(rest / 256 ** (bytesLeft - 1 - index)) % 256);
  return [...front, ...bytes].join('.');
}

/** Only blanks and tabs separate words; blanks may precede a number, because atoi skips them. */
function optionWords(rest: string): OptionWord[] {
  return [...rest.matchAll(/[^ \t]+/g)].map(({ 0: written, index }) => {
    const numbered = (['ndots', 'timeout', 'attempts'] as const).find((name) => written.startsWith(`${name}:`));
    if (numbered !== undefined) {
      const value = Math.min(atoi(rest.slice(index + numbered.length + 1)), largestValues[numbered]);
      return { is: 'number', written, name: numbered, value };
    }
    const name = resolverSwitches.find((each) => written.startsWith(each));
    return name === undefined ? { is: 'unknown', written } : { is: 'switch', written, name };
  });
}

/** glibc's atoi on 64 bits: 0 if there is no number; `strtol` truncated to an int if it is too large. */
function atoi(text: string): number {
  const digits = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)?.[1];
  if (digits === undefined) {
    return 0;
  }
  const value = BigInt(digits.replace(/^\+/, ''));
  const most = 2n ** 63n;
  return Number(BigInt.asIntN(32, value >= most ? most - 1n : value < -most ? -most : value));
}
