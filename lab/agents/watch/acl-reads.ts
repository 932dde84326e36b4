import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { AclReading } from '../../model/readings.ts';
import { callAt } from '../clock.ts';

/** The files with libwrap's rules, and their counters in readings. */
const counters = { '/etc/hosts.allow': 'hostsAllowReads', '/etc/hosts.deny': 'hostsDenyReads' } as const satisfies Readonly<
  Record<string, AclReading>
>;

/**
 * Counts with strace how often the accept thread opens hosts.allow and hosts.deny. This is expensive: every system call of that thread stops
 * twice for strace. So it runs only if a scenario asks for it, and only for a limited time.
 */
export class AclReads {
  readonly #counts = new Map<string, number>();
  #strace: ChildProcess | undefined;
  #finished = false;

  /** @param pid of mysqld, whose main thread is the accept thread. */
  constructor(pid: number, { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number }) {
    callAt(fromNs, () => this.#begin(pid));
    callAt(toNs, () => this.finish());
  }

  /** The counts so far; empty before counting begins. */
  values(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Detaches strace from the server. */
  finish(): void {
    this.#finished = true;
    // strace detaches cleanly on SIGINT; killed, it would leave that to the kernel.
    this.#strace?.kill('SIGINT');
    this.#strace = undefined;
  }

  #begin(pid: number): void {
    if (this.#finished) {
      return;
    }
    const strace = spawn('strace', ['-q', '-e', 'trace=openat', '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#strace = strace;
    strace.on('error', (error) => process.stderr.write(`strace: ${error.message}\n`));
    createInterface({ input: strace.stderr }).on('line', (line) => this.#take(line));
    for (const name of Object.values(counters)) {
      this.#counts.set(name, 0);
    }
  }

  #take(line: string): void {
    const name = aclFileOf(line);
    if (name !== undefined) {
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    } else if (!line.startsWith('openat(')) {
      // strace's own messages, such as that it may not attach.
      process.stderr.write(`${line}\n`);
    }
  }
}

/** The counter for a line of strace such as `openat(AT_FDCWD, "/etc/hosts.allow", O_RDONLY) = 31`. */
export function aclFileOf(line: string): (typeof counters)[keyof typeof counters] | undefined {
  const [, path] = /^openat\([^,]*, "([^"]*)"/.exec(line) ?? [];
  return path === undefined ? undefined : (counters as Readonly<Record<string, (typeof counters)[keyof typeof counters]>>)[path];
}
