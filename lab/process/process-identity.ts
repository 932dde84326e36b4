import { readFileSync } from 'node:fs';

/**
 * Start of a process in clock ticks since boot (field 22 of /proc/PID/stat, see proc(5)), which distinguishes it from a later process
 * with the same number. Null if there is no such process; a zombie counts as none. `unknown` on a system without /proc.
 */
export function startTime(pid: number): string | null {
  const stat = readStat(pid);
  if (stat === null) {
    return isListed(pid) ? 'unknown' : null;
  }
  const [state = ''] = stat;
  return state === 'Z' || state === 'X' ? null : (stat[19] ?? null);
}

/** The parent of the process `pid`; null if it is unknown. */
export function parentOf(pid: number): number | null {
  const parent = Number(readStat(pid)?.[1] ?? 0);
  return parent > 0 ? parent : null;
}

/** The command line of a process, with spaces between arguments; empty if it is unknown. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** The fields of /proc/PID/stat from the third on; the second is the program's name, which may contain any character. */
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
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
