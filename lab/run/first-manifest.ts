import type { RunningHosts } from '../engine/hosts/start-hosts.ts';
import { hostAsFiles } from '../model/host-files.ts';
import type { Manifest } from '../record/manifest.ts';
import type { RunOptions } from './run-options.ts';

/** The manifest of a run that begins at `startedAt` and has not started its hosts yet. */
export function firstManifest({ plan, engine, runId, facts, images }: RunOptions, startedAt: Date): Manifest {
  return {
    schema: 'wraplab/manifest@1',
    runId,
    scenarioName: plan.scenarioName,
    scenario: plan.scenario,
    seed: plan.seed,
    ...(plan.question === undefined ? {} : { question: plan.question }),
    host: { ...plan.host },
    filesBeforeFixes: { ...hostAsFiles(plan.hostBeforeFixes) },
    references: plan.references,
    clients: [...plan.clients, ...plan.outsiders],
    server: null,
    startNs: null,
    windows: plan.windows,
    versions: { ...facts.versions, engine: engine.version, kernel: engine.kernel },
    images: { server: { reference: images.server, id: '' }, agent: { reference: images.agent, id: '' } },
    gitCommit: facts.gitCommit,
    command: facts.command,
    startedAt: startedAt.toISOString(),
    ended: 'running',
    problem: null,
  };
}

/** The ids of the images that the hosts run from, for the manifest. */
export function imageIds({ images }: RunOptions, hosts: RunningHosts): Manifest['images'] {
  const id = (role: string): string => hosts.containers.find((container) => container.role === role)?.imageId ?? '';
  return {
    server: { reference: images.server, id: id('database') },
    agent: { reference: images.agent, id: id('dns') },
    ...Object.fromEntries(Object.entries(images.extra ?? {}).map(([name, reference]) => [name, { reference, id: id('cache') }])),
  };
}
