import { ServerEnded } from '../../errors/lab-error.ts';
import { type ContainerSpec, megabyte, type RunningContainer } from '../containers/container.ts';
import { readLog } from '../containers/lines.ts';
import { EndedAtStart } from '../containers/start-failure.ts';
import { selfSignedCertificate } from './certificate.ts';
import { databaseContainer } from './database.ts';
import type { StartContext } from './hosts-options.ts';
import type { Started } from './started-resources.ts';

/** How many lines of the server's log an error quotes. */
const serverLogLines = 8;

/** A server that was started, and the last lines of its log. */
export interface StartedServer {
  readonly container: RunningContainer;
  readonly log: readonly string[];
}

/** Starts the container with mysqld. */
export async function startDatabase(context: StartContext, network: ContainerSpec['network']): Promise<StartedServer> {
  const { plan, credentials, images, keep, onLog } = context.options;
  const certificate = plan.host.certificate === undefined ? undefined : await selfSignedCertificate();
  const container = await startServer(context, {
    ...databaseContainer(plan.host, plan.server, credentials, keep, certificate),
    role: 'database',
    image: images.server,
    network,
    memoryBytes: 768 * megabyte,
  });
  const log: string[] = [];
  for (const stream of [container.stdout, container.stderr]) {
    readLog(stream, (line) => {
      log.push(line);
      log.splice(0, log.length - serverLogLines);
      onLog('database', line);
    });
  }
  return { container, log };
}

/** A server that ends at once may be gone before its start is complete. Then its own log is the error to report. */
async function startServer(
  { options, engineWatch, started }: StartContext,
  spec: Parameters<Started['container']>[0],
): Promise<RunningContainer> {
  try {
    return await started.container(spec);
  } catch (error) {
    if (!(error instanceof EndedAtStart)) {
      throw error;
    }
    for (const line of error.log) {
      options.onLog('database', line);
    }
    throw new ServerEnded(error.log.slice(-serverLogLines), error, await engineWatch.endOf(error.id));
  }
}
