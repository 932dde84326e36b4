import { createInterface } from 'node:readline';
import { z } from 'zod';
import { LabError, usageError } from '../../errors/lab-error.ts';
import { broughtServer, type Findings } from '../../servers/custom-image.ts';
import type { Server } from '../../servers/server.ts';
import type { Engine } from '../connection/connect-engine.ts';
import type { Progress } from '../connection/progress.ts';
import { megabyte, type RunningContainer } from '../containers/container.ts';
import { startContainer } from '../containers/start-container.ts';
import { imageId } from './ensure-image.ts';
import { pull } from './pull.ts';

const lookTimeoutMs = 30_000;
const lastLine = 'looked=yes';

/** Finds out what is needed to start the server; ends with its stdin, like every container of the lab. */
const look = `
found=$(command -v mariadbd || command -v mysqld || ls /usr/libexec/mysqld /usr/local/mysql/bin/mysqld 2>/dev/null | head -n 1)
program=$(readlink -f "$found")
echo "program=$program"
if [ -n "$program" ]; then
  echo "version=$("$program" --version 2>/dev/null | head -n 1)"
  if libraries=$(ldd "$program" 2>/dev/null); then
    case $libraries in *libwrap.so*) echo linked=yes ;; *) echo linked=no ;; esac
  fi
  # Without defaults: an unknown setting would end the help before it lists the option files.
  for file in $("$program" --no-defaults --verbose --help 2>/dev/null | sed -n '/^Default options are read/{n;p;}'); do
    case $file in '~/'*) file=$HOME/\${file#??} ;; esac
    if [ -f "$file" ]; then optionFiles="$optionFiles $file"; fi
  done
  echo "optionFiles=$optionFiles"
  # The server takes the first of several users, and the last of any other setting.
  for argument in $("$program" --print-defaults 2>/dev/null | sed -n '/^--/p'); do
    case $argument in
      --user=*) user=\${user:-\${argument#--user=}} ;;
      --datadir=*) datadir=\${argument#--datadir=} ;;
    esac
  done
  user=\${user:-mysql}
  datadir=\${datadir:-/var/lib/mysql}
  echo "user=$user"
  echo "datadir=$datadir"
  if [ -d "$datadir/mysql" ]; then echo initialised=yes; fi
fi
echo "installer=$(command -v mariadb-install-db || command -v mysql_install_db)"
echo ${lastLine}
cat >/dev/null
`;

const findingsSchema: z.ZodType<Findings, unknown> = z.object({
  program: z.string(),
  version: z.string().default(''),
  linked: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  optionFiles: z
    .string()
    .default('')
    .transform((files) => files.split(' ').filter((file) => file !== '')),
  user: z.string().default(''),
  datadir: z.string().default(''),
  initialised: z
    .literal('yes')
    .optional()
    .transform((answer) => answer === 'yes'),
  installer: z.string().default(''),
});

/**
 * Describes the server in a custom image: any image with mysqld or mariadbd, and sh.
 *
 * @throws LabError `unavailable` when the image cannot be pulled, `usage` when it has no such program.
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
      throw new LabError(`could not get the image ${reference}: expected it in the engine or in a registry, got neither`, {
        code: 'unavailable',
        hint: 'build the image or load it into the engine first',
        cause,
      });
    });
  }
  const findings = await lookInto(engine, reference, runId);
  if (findings.program === '') {
    throw usageError([`--server-image: expected an image with mysqld or mariadbd, got ${reference}, which has neither`]);
  }
  const server = broughtServer(reference, findings);
  say(server, findings, progress);
  return server;
}

function say({ title }: Server, { optionFiles, linked }: Findings, progress: Progress): void {
  const files = optionFiles.length === 0 ? 'has no option files' : `reads its own ${optionFiles.join(', ')}`;
  progress.step(`${title} ${files}; the lab's settings override them`);
  if (linked === 'no') {
    progress.step(`${title} is not linked against libwrap: it cannot have the outage, so every run will be inconclusive`);
  }
}

async function lookInto(engine: Engine, reference: string, runId: string): Promise<Findings> {
  await using container = await startContainer(engine, {
    runId,
    role: 'look',
    image: reference,
    command: ['sh', '-c', look],
    network: { name: 'none' },
    // Only mysqld's user may enter the data folder.
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
