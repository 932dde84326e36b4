import { withNearest } from '../../../errors/near-names.ts';
import {
  largestValues,
  mostNameservers,
  type OptionWord,
  type ResolvConfLine,
  readResolvConf,
  resolvConfLines,
  resolverGivesUpAfterMs,
  resolverSwitches,
} from '../../../model/resolv-conf.ts';
import { isAddress } from '../../../network/addresses.ts';
import type { EtcFile } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

const keywords = ['nameserver', 'search', 'domain', 'sortlist', 'options'];
/** Options of resolv.conf(5) that glibc 2.36 no longer has, or has only when it is built for debugging: harmless. */
const withoutEffect = ['debug', 'no-check-names', 'inet6', 'ip6-bytestring', 'ip6-dotint', 'no-ip6-dotint'];

/** What on the host can wait for a name: libwrap in the accept thread, the server in the connection's own thread, or nothing. */
export type Waits = 'accept thread' | 'server itself' | 'nothing';

/** @param limitMs how long 95 of 100 connects may take. */
export function resolvConfWarnings({ path, text }: EtcFile, limitMs: number, waits: Waits): Warning[] {
  const warnings: Warning[] = [];
  const physical = text.split('\n');
  let nameservers = 0;
  for (const [index, line] of resolvConfLines(text).entries()) {
    const warn = (weight: Warning['weight'], said: string): void => void warnings.push({ file: path, line: index + 1, weight, text: said });
    const written = physical[index] ?? '';
    if (line.is === 'nameserver') {
      nameservers += line.address === undefined ? 0 : 1;
      nameserverWarning(line, nameservers, warn);
    } else if (line.is === 'options') {
      optionsWarnings(line.words, warn);
    } else if (line.is === 'search' && /[ \t][#;]/.test(written)) {
      warn('warning', 'a comment must begin in the first column: the words after it are domains that glibc tries too');
    } else if (line.is === 'ignored') {
      ignoredWarning(written, warn);
    }
  }
  return [...warnings, ...waitNote({ path, text }, limitMs, waits)];
}

type Warn = (weight: Warning['weight'], text: string) => void;

function ignoredWarning(written: string, warn: Warn): void {
  const [keyword = ''] = written.trim().split(/[^\w-]+/);
  if (written.trim() === '') {
    return;
  }
  if (/^\s/.test(written)) {
    warn('warning', 'a keyword must begin in the first column; glibc ignores this line');
  } else if (keywords.includes(keyword)) {
    warn('warning', `expected a blank or a tab and a value after "${keyword}"; glibc ignores this line`);
  } else {
    const [word = ''] = written.trim().split(/\s+/);
    warn('warning', `expected one of ${keywords.join(', ')}; got ${withNearest(word, keywords)}, which glibc ignores`);
  }
}

function nameserverWarning({ written, address }: Extract<ResolvConfLine, { is: 'nameserver' }>, count: number, warn: Warn): void {
  if (address === undefined && written.endsWith('\r')) {
    warn('warning', `the carriage return at the end of the line belongs to the address "${written.trim()}", which glibc ignores`);
  } else if (address === undefined) {
    warn('warning', `expected an IPv4 or IPv6 address, got "${written}", which glibc ignores`);
  } else if (count > mostNameservers) {
    warn('warning', `glibc asks at most ${mostNameservers} nameservers; this one is never asked`);
  } else if (!isAddress(written)) {
    warn('warning', `glibc reads "${written}" as ${address}`);
  }
}

function optionsWarnings(words: readonly OptionWord[], warn: Warn): void {
  const comment = words.findIndex(({ written }) => /^[#;]/.test(written));
  if (comment >= 0) {
    warn('warning', 'a comment must begin in the first column: the words after it are options too');
  }
  for (const [index, word] of words.entries()) {
    const isProse = comment >= 0 && index >= comment && word.is === 'unknown';
    const said = isProse ? undefined : optionWarning(word);
    if (said !== undefined) {
      warn('warning', said);
    }
  }
}

function optionWarning(word: OptionWord): string | undefined {
  const written = word.written.replace(/\r$/, '');
  switch (word.is) {
    case 'number':
      return numberWarning(written, word);
    case 'switch':
      if (written !== word.name) {
        return `glibc reads "${written}" as ${word.name}; separate options with blanks`;
      }
      return word.name === 'use-vc'
        ? 'use-vc: over TCP, the option timeout does not apply; with a dead nameserver the kernel decides how long a lookup takes'
        : undefined;
    case 'unknown': {
      const known = [...Object.keys(largestValues), ...resolverSwitches, ...withoutEffect];
      return written === '' || withoutEffect.includes(written)
        ? undefined
        : `expected an option of resolv.conf(5), got ${withNearest(written.split(':')[0] ?? '', known)}, which glibc ignores`;
    }
  }
}

function numberWarning(written: string, { name, value }: Extract<OptionWord, { is: 'number' }>): string | undefined {
  if (name === 'attempts' && value <= 0) {
    return `with "${written}" glibc asks no nameserver at all: only clients in hosts have a name`;
  }
  if (name === 'timeout' && value <= 0) {
    return `expected "timeout:NUMBER" of 1 or more, got "${written}"; glibc waits 1 s`;
  }
  return written === `${name}:${value}` ? undefined : `glibc reads "${written}" as ${name}:${value}`;
}

/** How long a lookup takes when no nameserver answers. */
function waitNote({ path, text }: EtcFile, limitMs: number, waits: Waits): Warning[] {
  const options = readResolvConf(text);
  const waitMs = resolverGivesUpAfterMs(options);
  if (waits === 'nothing' || waitMs <= limitMs || options.switches.includes('use-vc')) {
    return [];
  }
  const line = resolvConfLines(text).findIndex(({ is }) => is === 'options');
  const lookup = waits === 'accept thread' ? 'one lookup takes' : 'the server’s own lookup of a client (skip_name_resolve is not ON) takes';
  return [
    {
      file: path,
      line: Math.max(0, line) + 1,
      weight: 'note',
      text: `when no nameserver answers, ${lookup} ${waitMs / 1000} s; the limit for a connect is ${limitMs / 1000} s`,
    },
  ];
}
