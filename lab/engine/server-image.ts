import { createInterface } from 'node:readline';
import { z } from 'zod';
import { LabError, usageError } from '../errors.ts';
import type { Server } from '../servers/server.ts';
import { type RunningContainer, startContainer } from './container.ts';
import type { Engine } from './engine.ts';
import { imageId } from './images.ts';
import type { Progress } from './progress.ts';
import { pull } from './pull.ts';

const megabyte = 1024 * 1024;
const lookTimeoutMs = 30_000;
const lastLine = 'looked=yes';

/** Finds out what a start needs to know; ends with its stdin, like every container of the lab. */
const look = `
found=$(command -v mariadbd || command -v mysqld || ls /usr/libexec/mysqld /usr/local/mysql/bin/mysqld 2>/dev/null | head -n 1)
program=$(readlink -f "$found")
echo "program=$program"
if [ -n "$program" ]; then echo "version=$("$program" --version 2>/dev/null | head -n 1)"; fi
if [ -d /var/lib/mysql/mysql ]; then echo initialised=yes; fi
echo "installer=$(command -v mariadb-install-db || command -v mysql_install_db)"
echo ${lastLine}
cat >/dev/null
`;

const findingsSchema = z.object({
  program: z.string(),
  version: z.string().default(''),
  initialised: z.literal('yes').optional(),
  installer: z.string().default(''),
});

/**
 * Describes the server in an image that somebody brings: any with a mysqld or mariadbd, sh and the user mysql.
 *
 * @throws LabError `unavailable` when the image cannot be had, `usage` when it has no such program.
 */
export async function describeServerImage(
  engine: Engine,
  reference: string,
  runId: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Server> {
  if ((await imageId(engine, reference)) === null) {
    progress.step(`pulling ${reference}`);
    await pull(engine, reference, signal).catch((cause: unknown) => {
      throw new LabError(`expected the image ${reference} in the engine or a registry`, {
        code: 'unavailable',
        hint: 'build or load it first',
        cause,
      });
    });
  }
  const { program, version, initialised, installer } = await lookInto(engine, reference, runId);
  if (program === '') {
    throw usageError([`--server-image: expected an image with mysqld or mariadbd, found neither in ${reference}`]);
  }
  const isMariadb = /mariadb/i.test(`${program} ${version}`);
  return {
    id: 'image',
    title: `${reference}: ${version}`,
    image: reference,
    daemon: program.slice(program.lastIndexOf('/') + 1),
    program,
    // The image's own folder for it may be missing, or not mysqld's to write.
    socketPath: '/tmp/wraplab-mysqld.sock',
    port: 3306,
    options: {
      user: 'mysql',
      datadir: '/var/lib/mysql',
      pid_file: '/tmp/wraplab-mysqld.pid',
      ...(isMariadb ? { log_warnings: '4' } : { log_error_verbosity: '3', mysqlx: 'OFF' }),
    },
    ...(initialised === 'yes' ? {} : { prepare: prepareCommand(isMariadb, program, installer) }),
  };
}

function prepareCommand(isMariadb: boolean, program: string, installer: string): readonly string[] {
  return isMariadb && installer !== ''
    ? [installer, '--no-defaults', '--user=mysql', '--datadir=/var/lib/mysql', '--skip-test-db', '--auth-root-authentication-method=normal']
    : [program, '--no-defaults', '--initialize-insecure', '--user=mysql', '--datadir=/var/lib/mysql'];
}

async function lookInto(engine: Engine, reference: string, runId: string): Promise<z.infer<typeof findingsSchema>> {
  await using container = await startContainer(engine, {
    runId,
    role: 'look',
    image: reference,
    command: ['sh', '-c', look],
    network: { name: 'none' },
    // The data folder is mysqld's alone to walk into.
    capabilities: ['DAC_OVERRIDE'],
    files: [],
    memoryBytes: 512 * megabyte,
    keep: false,
  });
  return findingsSchema.parse(await readFindings(container));
}

async function readFindings(container: RunningContainer): Promise<Record<string, string>> {
  const findings: Record<string, string> = {};
  const tooLong = setTimeout(() => container.stdout.destroy(), lookTimeoutMs);
  for await (const line of createInterface({ input: container.stdout })) {
    if (line === lastLine) {
      break;
    }
    const [key = '', ...value] = line.split('=');
    findings[key] = value.join('=');
  }
  clearTimeout(tooLong);
  return findings;
}
