import { execFile } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of the machine a run has no business with: every setting of the kernel, every packet filter rule, routes, links, files of the resolver. */
export type Machine = Readonly<Record<string, string>>;

const files = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/nsswitch.conf',
  '/etc/hosts.allow',
  '/etc/hosts.deny',
  '/etc/host.conf',
  '/etc/gai.conf',
];
const listings = [
  ['iptables-save'],
  ['ip6tables-save'],
  ['nft', 'list', 'ruleset'],
  ['ip', '-o', 'link'],
  ['ip', '-o', 'address'],
  ['ip', '-4', 'rule'],
  ['ip', '-6', 'rule'],
  ['ip', '-4', 'route', 'show', 'table', 'all'],
  ['ip', '-6', 'route', 'show', 'table', 'all'],
] as const;

/**
 * The machine as it is now, without what a line says of the engine's bridges and of container's ends of a link: those of `bridges` stay.
 * A program that is not there has no lines.
 */
export async function readMachine(bridges: readonly string[]): Promise<Machine> {
  const printed = await Promise.all(listings.map(async (command) => [command.join(' '), await output(command)] as const));
  const isOfRun = (text: string): boolean =>
    (text.match(/\b(br-[0-9a-f]{12}|veth[0-9a-f]+)\b/g) ?? []).some((name) => !bridges.includes(name));
  const lines = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !line.startsWith('#') && !isOfRun(line))
      // Counters of packets, and what is left of a route's life.
      .map((line) => line.replace(/^:(\S+ \S+) \[.*/, ':$1').replace(/ ?\b(expires|packets|bytes) \d+(sec)?/g, ''))
      .join('\n');
  return Object.fromEntries([
    ...files.map((path) => [path, fileState(path)]),
    ...printed.map(([command, text]) => [command, lines(text)]),
    ...settings('/proc/sys').filter(([path]) => !isOfRun(path)),
  ]);
}

/** The kernel's settings: what can be written. What cannot is a counter, or tells of the kernel itself. */
function settings(folder: string): [path: string, value: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    try {
      if (entry.isDirectory()) {
        return settings(path);
      }
      return (lstatSync(path).mode & 0o200) === 0 ? [] : [[path, readFileSync(path, 'latin1')]];
    } catch {
      // It can be written and not read; or its interface has gone.
      return [];
    }
  });
}

function fileState(path: string): string {
  try {
    const { ino, mtimeMs } = lstatSync(path);
    return `${ino} ${mtimeMs}\n${readFileSync(path, 'utf8')}`;
  } catch {
    return 'not there';
  }
}

function output([program, ...args]: readonly [string, ...string[]]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}

/** What differs between two readings, a line each. */
export function differences(before: Machine, after: Machine): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [was = '', is = ''] = [before[key], after[key]];
    const wasLines = was.split('\n');
    const isLines = is.split('\n');
    return was === is
      ? []
      : [
          ...wasLines.filter((line) => !isLines.includes(line)).map((line) => `${key}: - ${line}`),
          ...isLines.filter((line) => !wasLines.includes(line)).map((line) => `${key}: + ${line}`),
        ];
  });
}
