import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';

/** A cgroup's CPU quota is counted in periods of this length, in microseconds. */
const cpuPeriodUs = 100_000;

/** Limits a running container to this many CPUs; null lifts the limit. */
export async function limitCpu(engine: Engine, id: string, cpus: number | null): Promise<void> {
  const quota = cpus === null ? -1 : Math.round(cpus * cpuPeriodUs);
  const update = engine.docker.getContainer(id).update({ CpuPeriod: cpuPeriodUs, CpuQuota: quota });
  await answered(engine, 'limiting the CPU of a container', update);
}
