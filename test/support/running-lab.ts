import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Engine } from '../../lab/engine/connection/connect-engine.ts';
import { label } from '../../lab/engine/connection/labels.ts';
import { execIn } from '../../lab/engine/containers/exec.ts';
import { readRecord } from '../../lab/record/read-record.ts';
import { startLab } from './lab-process.ts';
import { eventually, leftOf } from './left-in-engine.ts';

export type RunningLab = Awaited<ReturnType<typeof startRun>>;

/** A run in a lab process of its own, with its hosts, once its timeline has begun. */
export async function startRun(
  engine: Engine,
  scenario: string,
  folder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  const running = startLab(['scenario', scenario, '--quiet', '--out', folder, ...args], env);
  const began = await eventually(
    async () => hasBegun(folder),
    (holds) => holds || running.child.exitCode !== null,
    120_000,
  );
  if (!began) {
    running.child.kill();
    throw new Error(`the run did not begin: ${(await running.ended).stderr}`);
  }
  const { runId } = manifestIn(folder);
  const hosts = await engine.docker.listContainers({ filters: { label: [`${label.run}=${runId}`] } });
  const host = (role: string) => hosts.find(({ Labels }) => Labels[label.role] === role)?.Id ?? '';
  return { ...running, folder, runId, hosts, host };
}

function manifestIn(folder: string) {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { runId: string; startNs: number | null };
}

/** What is in verdict.json of a run. */
export function verdictIn(folder: string) {
  return JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8')) as { verdict: string; reasons: string[] };
}

/** In the lab's words for an error that it did not foresee: a failure of a part is foreseen, and nobody has to report it as a bug. */
export const unforeseen = 'please report it';

/** Checks what every failure of a part must show, whatever it was. Returns what the lab said. */
export async function failedRun(engine: Engine, { ended, folder, runId }: RunningLab, exitCode: number): Promise<string> {
  const { code, stderr } = await ended;
  expect({ code, stderr }).toMatchObject({ code: exitCode, stderr: expect.stringContaining(`record: ${folder}\n`) });
  expect(stderr).not.toContain(unforeseen);
  expect(await leftOf(engine, runId)).toEqual({ containers: [], networks: [] });
  const record = readRecord(folder);
  expect(record.manifest.ended).toBe('failed');
  const { verdict, reasons } = verdictIn(folder);
  expect(verdict).toBe('inconclusive');
  expect(reasons[0]).toContain('the run did not complete (failed: ');
  return stderr;
}

/** Sends a signal to the process of an agent. */
export async function signalAgent(engine: Engine, { host }: RunningLab, role: string, signal: 'KILL' | 'STOP' | 'CONT'): Promise<void> {
  // The engine signals only the first process of a container, and the dns agent is not that one.
  await (role === 'dns'
    ? shellIn(engine, host(role), `kill -${signal} ${pidOfAgent}`)
    : engine.docker.getContainer(host(role)).kill({ signal: `SIG${signal}` }));
}

/** Runs a line of shell in a container; `pidOfAgent` in it stands for the process id of its agent. */
export function shellIn(engine: Engine, container: string, script: string): Promise<string> {
  return execIn(engine, container, ['sh', '-c', script]);
}

/** Shell that finds the agent of the container it runs in: containers share process ids, so the mount namespace decides. */
export const pidOfAgent =
  "$(for p in /proc/[0-9]*; do case $(tr '\\0' ' ' <$p/cmdline) in 'node /wraplab/agent.cjs '*) [ $(readlink $p/ns/mnt) = $(readlink /proc/self/ns/mnt) ] && basename $p;; esac; done)";

/** Whether the timeline of the run in a folder has begun. */
export function hasBegun(folder: string): boolean {
  try {
    return manifestIn(folder).startNs !== null;
  } catch {
    // Not written yet.
    return false;
  }
}
