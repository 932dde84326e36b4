import { createInterface } from 'node:readline';
import { LabError } from '../../errors/lab-error.ts';
import { resolverImage } from '../../plan/plan.ts';
import type { RunningContainer } from '../containers/container.ts';
import { readLog } from '../containers/lines.ts';
import type { StartContext } from './hosts-options.ts';
import { cacheReady, resolverCacheContainer } from './resolver-cache-container.ts';

/** Starts the host's resolver cache, if it has one, and waits until it answers queries. */
export async function startResolverCache({ options, started }: StartContext, database: RunningContainer): Promise<void> {
  const { plan, images, keep, onLog } = options;
  const { resolverCache } = plan.host;
  if (resolverCache === undefined) {
    return;
  }
  const image = images.extra?.[resolverImage];
  if (image === undefined) {
    throw new LabError(`expected the image "${resolverImage}" for the plan's resolver cache, got none`, { code: 'internal' });
  }
  const spec = resolverCacheContainer(resolverCache, plan.host, database.id, keep);
  const container = await started.container({ ...spec, role: 'cache', image });
  readLog(container.stderr, (line) => onLog('cache', line));
  const ready = Promise.withResolvers<void>();
  createInterface({ input: container.stdout })
    .on('line', (line) => (line === cacheReady ? ready.resolve() : onLog('cache', line)))
    .on('close', () => ready.reject(new LabError(`${resolverCache} ended on the database host`, { code: 'internal' })));
  await ready.promise;
}
