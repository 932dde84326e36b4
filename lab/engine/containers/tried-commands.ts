import { programsOf } from '../../process/shell-programs.ts';
import { longestTrialMs, type TriedCommand } from '../../process/tried-command.ts';
import type { Engine } from '../connection/connect-engine.ts';
import { execIn } from './exec.ts';

/** A shell's exit code for a child that SIGKILL ended. */
const killed = 137;

/**
 * Runs the command as libwrap does: `/bin/sh -c` without standard streams, waiting until the shell ends; its background jobs go on. Time is
 * read from /proc/uptime, which needs no extra process and cannot be set.
 */
const script = `
command=$1
shift
for program; do command -v "$program" >/dev/null 2>&1 || echo "missing $program"; done
read -r begin rest </proc/uptime
/bin/sh -c "$command" </dev/null >/dev/null 2>&1 &
running=$!
(sleep ${longestTrialMs / 1000}; kill -9 $running) </dev/null >/dev/null 2>&1 &
watchdog=$!
wait $running
code=$?
read -r end rest </proc/uptime
kill $watchdog
echo "took $begin $end $code"
`;

/**
 * Runs each command once in the database host's container, one after the other, as the user of process `pid` there.
 *
 * @throws EngineLost; Error when the container's output is not the expected report.
 */
export async function tryCommands(engine: Engine, containerId: string, pid: number, commands: readonly string[]): Promise<TriedCommand[]> {
  const user = effectiveUser(await execIn(engine, containerId, ['cat', `/proc/${pid}/status`]));
  const tried: TriedCommand[] = [];
  for (const command of commands) {
    const output = await execIn(engine, containerId, ['sh', '-c', script, 'sh', command, ...programsOf(command)], user);
    tried.push(triedCommand(command, output));
  }
  return tried;
}

/** `uid:gid` from the text of /proc/PID/status, where each line has the real, effective, saved and file system id; see proc(5). */
function effectiveUser(status: string): string {
  const [uid, gid] = ['Uid', 'Gid'].map((key) => new RegExp(`^${key}:\\s*\\d+\\s+(\\d+)`, 'm').exec(status)?.[1]);
  if (uid === undefined || gid === undefined) {
    throw new Error(`expected the status of the server's process, with Uid and Gid, got ${JSON.stringify(status.slice(0, 200))}`);
  }
  return `${uid}:${gid}`;
}

/** Parses the script's report on one command. Exported for tests. */
export function triedCommand(command: string, output: string): TriedCommand {
  const [, begin, end, code] = /^took ([\d.]+) ([\d.]+) (\d+)$/m.exec(output) ?? [];
  if (begin === undefined || end === undefined || code === undefined) {
    throw new Error(
      `expected a report on a command of the database host ("took BEGIN END CODE"), got ${JSON.stringify(output.slice(0, 200))}`,
    );
  }
  const tookMs = Math.round((Number(end) - Number(begin)) * 1000);
  const wasKilled = Number(code) === killed && tookMs >= longestTrialMs;
  return {
    command,
    missing: [...output.matchAll(/^missing (.+)$/gm)].map(([, program = '']) => program),
    tookMs: wasKilled ? null : tookMs,
    exitCode: Number(code),
  };
}
