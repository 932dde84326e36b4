import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { answered } from '../connection/answer-timeout.ts';
import type { Engine } from '../connection/connect-engine.ts';

/**
 * Runs a program in a running container and returns its output, errors included.
 *
 * @param user `uid:gid`. Default: the container's own, root.
 */
export function execIn(engine: Engine, containerId: string, command: readonly string[], user = ''): Promise<string> {
  return answered(engine, `running ${command[0]} in a container`, outputOf(engine, containerId, command, user));
}

async function outputOf(engine: Engine, containerId: string, command: readonly string[], user: string): Promise<string> {
  const options = { Cmd: [...command], AttachStdout: true, AttachStderr: true, User: user };
  const exec = await engine.docker.getContainer(containerId).exec(options);
  const stream = await exec.start({});
  const output = new PassThrough();
  engine.docker.modem.demuxStream(stream, output, output);
  stream.on('end', () => output.end());
  stream.on('error', (error) => output.destroy(error));
  return text(output);
}
