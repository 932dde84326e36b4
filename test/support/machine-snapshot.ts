import { execFile } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a run must not change on the machine: kernel settings, packet filter rules, routes, links, resolver files. */
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
 * The machine as it is now, without lines about the engine's bridges and the containers' links, except those that name one of `bridges`.
 * A program that is not installed yields no lines.
 */
export async function readMachine(bridges: readonly string[]): Promise<Machine> {
  const printed = await Promise.all(listings.map(async (command) => [command.join(' '), await output(command)] as const));
  const isOfRun = (text: string): boolean =>
    (text.match(/\b(br-[0-9a-f]{12}|veth[0-9a-f]+)\b/g) ?? []).some((name) => !bridges.includes(name));
  const lines = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !line.startsWith('#') && !isOfRun(line))
      // Packet counters, and the remaining lifetimes of routes.
      .map((line) => line.replace(/^:(\S+ \S+) \[.*/, ':$1').replace(/ ?\b(expires|packets|bytes) \d+(sec)?/g, ''))
      .join('\n');
  return Object.fromEntries([
    ...files.map((path) => [path, fileState(path)]),
    ...printed.map(([command, text]) => [command, lines(text)]),
    ...settings('/proc/sys').filter(([path]) => !isOfRun(path)),
  ]);
}

/** The kernel's settings are the files that can be written. The others are counters, or describe the kernel itself. */
function settings(folder: string): [path: string, value: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    try {
      if (entry.isDirectory()) {
        return settings(path);
      }
      return (lstatSync(path).mode & 0o200) === 0 ? [] : [[path, readFileSync(path, 'latin1')]];
    } catch {
      // Some can be written but not read, or their interface has gone.
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

/** The lines that differ between two snapshots. */
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
