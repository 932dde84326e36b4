import { readFileSync } from 'node:fs';

/**
 * Start of a process in clock ticks since boot (field 22 of /proc/PID/stat, see proc(5)), which tells it apart from a later one with the
 * same number; null when there is none. One that has ended and that nobody has waited for is none. Where there is no /proc: `unknown`.
 */
export function startTime(pid: number): string | null {
  const stat = readStat(pid);
  if (stat === null) {
    return isListed(pid) ? 'unknown' : null;
  }
  const [state = ''] = stat;
  return state === 'Z' || state === 'X' ? null : (stat[19] ?? null);
}

/** The process that started `pid`; null when that cannot be told. */
export function parentOf(pid: number): number | null {
  const parent = Number(readStat(pid)?.[1] ?? 0);
  return parent > 0 ? parent : null;
}

/** The command line of a process, a space between arguments; empty when it cannot be told. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** The fields of /proc/PID/stat from the third on: the second is the program's name, which may hold anything. */
function readStat(pid: number): string[] | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // No such process, or no /proc.
    return null;
  }
}

/** Whether the process table has it. */
function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
