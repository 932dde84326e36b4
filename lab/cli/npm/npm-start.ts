import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { starters, starterVariable } from '../starter.ts';

/** How npm started this lab. */
export interface NpmStart {
  /** The name of the script, such as "scenario" or "test:unit". */
  readonly script: string;
  /** The words that the script itself gives to the lab: a command, and perhaps options. */
  readonly words: readonly string[];
  /** The folder in which the user stands. */
  readonly userFolder: string;
  /** `npm`, `pnpm`, `yarn` and so on. */
  readonly program: string;
  /** Options that npm kept for itself: the text of each by its name in lower case with underscores. */
  readonly kept: Readonly<Record<string, string>>;
  /** Whether `kept` has only what was typed for this very npm. If not, it may also have what an outer npm left in the environment. */
  readonly isCertain: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What `npmStart` has to know about processes and files. */
interface Surroundings {
  /** The process that started this one. */
  readonly parent: number;
  /** The package.json of the lab. */
  readonly packageFile: string;
  /** The environment with which npm itself was started; null if that cannot be read. */
  environmentOfNpm(starter: number): Environment | null;
}

const prefix = 'npm_config_';
const scriptBegins = /^sh lab\/cli\/start\.sh\s+/;

/**
 * How npm started this lab; undefined if npm did not. The variables of an npm further out, such as the one that runs the lab's own tests,
 * do not count: that npm started another process, or the script of another package.
 */
export function npmStart(environment: Environment, { parent, packageFile, environmentOfNpm }: Surroundings): NpmStart | undefined {
  const { npm_lifecycle_event: script, npm_lifecycle_script: line = '', npm_package_json: of, INIT_CWD: userFolder } = environment;
  const isDirect = environment[starterVariable] === String(parent);
  if (!isDirect || script === undefined || userFolder === undefined || !scriptBegins.test(line)) {
    return undefined;
  }
  // Yarn 1 does not say whose script it runs.
  if (of !== undefined && realPath(of) !== realPath(packageFile)) {
    return undefined;
  }
  const outer = environmentOfNpm(parent);
  const given = Object.entries(environment).filter(
    ([name, value]) => name.startsWith(prefix) && value !== undefined && outer?.[name] !== value,
  );
  return {
    script,
    words: line.replace(scriptBegins, '').trim().split(/\s+/),
    userFolder,
    program: (environment['npm_config_user_agent'] ?? '').split('/')[0] ?? '',
    kept: Object.fromEntries(given.map(([name, value]) => [name.slice(prefix.length), value ?? ''])),
    isCertain: outer !== null,
  };
}

/** How npm started this process. */
export function ownNpmStart(): NpmStart | undefined {
  return npmStart(process.env, {
    parent: process.ppid,
    packageFile: fileURLToPath(new URL('../../../package.json', import.meta.url)),
    environmentOfNpm,
  });
}

/** The environment that npm was started with (/proc/PID/environ, proc(5)); null where there is no such file. */
export function environmentOfNpm(starter: number): Environment | null {
  try {
    const variables = readFileSync(`/proc/${starters(starter).at(-1) ?? starter}/environ`, 'utf8').split('\0');
    return Object.fromEntries(variables.map((variable) => [variable.split('=', 1)[0], variable.replace(/^[^=]*=/, '')]));
  } catch {
    return null;
  }
}

function realPath(path: string): string {
  return existsSync(dirname(path)) ? join(realpathSync(dirname(path)), path.slice(dirname(path).length)) : path;
}
