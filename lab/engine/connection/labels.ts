import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { startTime } from '../../process/process-identity.ts';

/** Labels on everything that the lab makes in an engine; `gc` goes by them alone. */
export const label = {
  /** Id of the run. */
  run: 'wraplab.run',
  /** What the container is for: database, dns, clients, local, watch. */
  role: 'wraplab.role',
  /** The lab's process, so that another lab can tell whether it still runs. */
  owner: 'wraplab.owner',
  /** "true" for hosts that stay after their run. */
  keep: 'wraplab.keep',
  /** Name of a lab image. */
  image: 'wraplab.image',
} as const;

/** Labels of one run's containers and network. */
export function runLabels(runId: string, keep: boolean): Record<string, string> {
  return { [label.run]: runId, [label.owner]: owner(), [label.keep]: String(keep) };
}

/** Identifies this process, also against a later one with the same id: machine and boot, process id, start time. */
export function owner(): string {
  return `${machine()}/${process.pid}/${startTime(process.pid) ?? 'unknown'}`;
}

/** Whether the process named in a label still runs; `unknown` when it ran on another machine or before a restart. */
export function ownerState(text: string): 'alive' | 'gone' | 'unknown' {
  const [where, pid, started] = text.split('/');
  if (where !== machine() || pid === undefined) {
    return 'unknown';
  }
  const now = startTime(Number(pid));
  return now !== null && now === started ? 'alive' : 'gone';
}

function machine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Not Linux: the machine's name has to do.
    return hostname();
  }
}
