import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { connectEngine, type Engine } from '../connection/connect-engine.ts';
import { engineSettings } from '../connection/engine-settings.ts';
import { label } from '../connection/labels.ts';

/**
 * A program of its own: `node reaper.ts ENDPOINT OWNER`, started by `dead-mans-switch.ts`. It waits for the end of its stdin, a pipe from
 * the lab that closes however the lab ends. Then it removes what that lab, the owner, left in the engine, and ends. Lines on stdin:
 * `keep RUN` spares a run's hosts; `done` says that the lab has cleaned up itself.
 *
 * It ignores signals: what ends a terminal's or a user's processes must not leave containers behind.
 */

/** An engine finishes a request whose sender is gone: a container may appear some time after its lab has ended. */
const quietMs = 10_000;
/** The reaper ends after this time in any case. */
const longestMs = 120_000;
const pollMs = 500;
const requestTimeoutMs = 10_000;

const [, , endpoint = '', owner = ''] = process.argv;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => undefined);
}
const kept = new Set<string>();
let isDone = false;
for await (const line of createInterface({ input: process.stdin })) {
  const [word, run = ''] = line.split(' ');
  if (word === 'keep') {
    kept.add(run);
  }
  isDone ||= word === 'done';
}
setTimeout(() => process.exit(1), longestMs).unref();
await sweepUntilQuiet(isDone ? 0 : quietMs);
process.exit(0);

/** Removes what it finds, until it has found nothing for `forMs`. */
async function sweepUntilQuiet(forMs: number): Promise<void> {
  for (let lastSeenMs = performance.now(); ; await wait(pollMs)) {
    if (await sweep()) {
      lastSeenMs = performance.now();
    } else if (performance.now() - lastSeenMs >= forMs) {
      return;
    }
  }
}

/** Whether there was something to remove, or the engine did not say. */
async function sweep(): Promise<boolean> {
  const late = wait(requestTimeoutMs, true, { ref: false });
  return Promise.race([
    connectEngine(endpoint, engineSettings(process.env)).then((engine) => engine === null || removeAll(engine)),
    late,
  ]).catch(() => true);
}

/** Removes containers, then networks; the next sweep tries again what is still there. */
async function removeAll({ docker }: Engine): Promise<boolean> {
  const filters = { label: [`${label.owner}=${owner}`] };
  const isLeft = ({ Labels }: { readonly Labels?: Readonly<Record<string, string>> | undefined }) => !kept.has(Labels?.[label.run] ?? '');
  const [containers, networks] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listNetworks({ filters })]);
  const left = { containers: containers.filter(isLeft), networks: networks.filter(isLeft) };
  await Promise.allSettled(left.containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  await Promise.allSettled(left.networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  return left.containers.length + left.networks.length > 0;
}
