import { randomBytes } from 'node:crypto';
import type { AgentEvent, ServerFacts } from '../agents/protocol.ts';
import { bundleAgents } from '../bundling/agents.ts';
import { type RunningHosts, startHosts } from '../engine/hosts/start-hosts.ts';
import { failuresOf, withAftermath } from '../errors/cleanup-failures.ts';
import { isInterruption, type LabError } from '../errors/lab-error.ts';
import { orAborted } from '../process/abort.ts';
import { Recorder } from '../record/recorder.ts';
import type { RunRecord } from '../record/run-record.ts';
import { closeComplete, closeFailed } from './close-record.ts';
import { EvidenceOfRun } from './collect-evidence.ts';
import type { Taken } from './evidence-bundle.ts';
import { firstManifest, imageIds } from './first-manifest.ts';
import { Observations } from './observations.ts';
import { runPhases } from './phases.ts';
import type { RunOptions } from './run-options.ts';

/** A finished run, as its folder has it. Disposing ends its hosts if they are still up, unless they are kept. */
interface FinishedRun extends AsyncDisposable {
  readonly folder: string;
  readonly record: RunRecord;
  /** What could not be recorded besides events and samples, such as the evidence. */
  readonly problems: readonly LabError[];
  /** Why the run is not complete; undefined when it is. */
  readonly failure: unknown;
  /** The hosts of a complete run, still up; else null. */
  readonly hosts: RunningHosts | null;
}

/**
 * Carries out a plan on hosts of its own, and records it. The record is kept as far as it got, whatever happens. If the run failed or was
 * interrupted, its hosts are gone when this returns.
 *
 * @throws LabError `usage` when the folder is not writable; the run's own failure when there is no record to return.
 */
export async function run(options: RunOptions): Promise<FinishedRun> {
  const { folder, evidence, keep, signal, observer } = options;
  // Ctrl-C at a terminal ends esbuild's process too, so bundling comes before the run.
  await bundleAgents();
  await using recorder = new Recorder(folder, firstManifest(options, new Date()));
  let hosts: RunningHosts | undefined;
  try {
    const ran = await startAndRun(options, recorder);
    hosts = ran.hosts;
    const closed = await closeComplete(recorder, evidence, ran.taken);
    const dispose = async (): Promise<void> => (keep ? ran.hosts.letGo() : ran.hosts[Symbol.asyncDispose]());
    return { folder, ...closed, failure: undefined, hosts, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    const cause = signal.aborted && !isInterruption(error) ? signal.reason : error;
    const [removed, closed] = await Promise.allSettled([hosts?.[Symbol.asyncDispose](), closeFailed(recorder, evidence, cause)]);
    const failure = withAftermath(cause, failuresOf([removed, closed]));
    if (closed.status === 'rejected') {
      throw failure;
    }
    return { folder, ...closed.value, failure, hosts: null, [Symbol.asyncDispose]: async () => undefined };
  } finally {
    observer.ended();
  }
}

async function startAndRun(options: RunOptions, recorder: Recorder): Promise<{ hosts: RunningHosts; taken: Taken }> {
  const { plan, engine, images, runId, keep, sideBySide, signal } = options;
  const credentials = { user: 'wraplab', password: randomBytes(16).toString('hex') };
  const hosts = await startHosts({
    engine,
    runId,
    plan,
    credentials,
    images,
    keep,
    takesAllEvidence: options.evidence === 'all',
    signal,
    onEvent: (event, role) => {
      take(event, role, recorder);
      options.observer.event(event);
    },
    onLog: (role, line) => recorder.event({ kind: 'log', role, line }),
  });
  try {
    signal.throwIfAborted();
    recorder.update({ images: imageIds(options, hosts) });
    const observed = new Observations(options, recorder, hosts);
    const evidence = new EvidenceOfRun(engine, plan, options.evidence, hosts);
    const attached = (facts: ServerFacts): Promise<void> => observed.attached(facts);
    const parts = { plan, agents: hosts.agents, credentials, evidence, attached, observer: observed };
    const results = await runPhases(parts, signal, [hosts.engineLost, recorder.failed]);
    await observed.settled();
    await orAborted(Promise.resolve(sideBySide?.measured()), signal);
    return { hosts, taken: await Promise.race([evidence.fetch(results), hosts.engineLost]) };
  } catch (error) {
    const explained = signal.aborted ? signal.reason : await hosts.explain(error);
    throw withAftermath(explained, failuresOf(await Promise.allSettled([hosts[Symbol.asyncDispose]()])));
  }
}

function take(event: AgentEvent, role: string, recorder: Recorder): void {
  if (event.kind === 'heldUp') {
    recorder.event({ ...event, role });
  } else if (event.kind === 'query' || event.kind === 'fault' || event.kind === 'disturbance') {
    recorder.event(event);
  } else {
    recorder.sample(event);
  }
}
