import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../../errors/lab-error.ts';
import { connectEngine, type Engine } from '../connection/connect-engine.ts';
import type { EngineSettings } from '../connection/engine-settings.ts';
import { withLock } from '../connection/lock.ts';
import type { Progress } from '../connection/progress.ts';
import { installPackages } from '../debian/debian-packages.ts';

interface PrivateEnginePaths {
  readonly data: string;
  readonly log: string;
  readonly runtime: string;
  readonly socket: string;
  readonly pidFile: string;
}

const startTimeoutMs = 60_000;
const niceness = '10';
const stopTimeoutMs = 30_000;
/** The next lab that uses the engine truncates a log larger than this. */
const largestLogBytes = 1024 * 1024;

/** Paths of the lab's own daemon; WRAPLAB_HOME moves them all. */
export function privateEnginePaths({ home: given }: Pick<EngineSettings, 'home'>): PrivateEnginePaths {
  const home = given ?? '/var/lib/wraplab';
  const runtime = given === undefined ? '/run/wraplab' : join(home, 'run');
  return {
    data: join(home, 'engine'),
    log: join(home, 'dockerd.log'),
    runtime,
    socket: join(runtime, 'docker.sock'),
    pidFile: join(runtime, 'dockerd.pid'),
  };
}

/** Whether this process can install and start the lab's own engine: as root, on a Debian-like Linux. */
export function canStartPrivateEngine(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && (existsSync('/usr/sbin/dockerd') || existsSync('/usr/bin/apt-get'));
}

/** What `startPrivateEngine` will do, for the question to the user. */
export function privateEnginePlan(settings: Pick<EngineSettings, 'home'>): string {
  const { data, socket } = privateEnginePaths(settings);
  const install = existsSync('/usr/sbin/dockerd') ? '' : "install Debian's package docker.io and ";
  return `${install}start a private dockerd with its data in ${data} and its socket at ${socket}`;
}

/** Installs what is missing, and starts the daemon, detached, unless it already runs. */
export async function startPrivateEngine(settings: EngineSettings, progress: Progress): Promise<Engine> {
  return withLock('engine', { onWait: (pid) => progress.step(`waiting for process ${pid}, which starts the engine`) }, async () => {
    const paths = privateEnginePaths(settings);
    const running = await connectEngine(`unix://${paths.socket}`, settings);
    if (running !== null) {
      return running;
    }
    refuseSecond(paths);
    if (!existsSync('/usr/sbin/dockerd')) {
      progress.step("engine: installing Debian's package docker.io");
      await installPackages(['docker.io']);
    }
    progress.step(`engine: starting a private dockerd, log in ${paths.log}`);
    return launch(paths, settings);
  });
}

/** Ends the lab's own daemon. False when it does not run. Never signals any other process. */
export async function stopPrivateEngine(paths: PrivateEnginePaths): Promise<boolean> {
  const pid = privateEnginePid(paths);
  if (pid === null) {
    return false;
  }
  process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; privateEnginePid(paths) !== null; waitedMs += 100) {
    if (waitedMs > stopTimeoutMs) {
      throw new LabError(`the engine did not stop: expected process ${pid} to end within ${stopTimeoutMs / 1000} s, and it still runs`, {
        code: 'internal',
        hint: `see ${paths.log}`,
      });
    }
    await wait(100);
  }
  return true;
}

/** Truncates the log of the lab's own daemon when it is large. The daemon appends, so it may be running. */
export function limitEngineLog({ log }: Pick<PrivateEnginePaths, 'log'>): void {
  if ((lstatSync(log, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes) {
    try {
      truncateSync(log);
    } catch (error) {
      // Another user's engine, which this user may use but not manage.
      if ((error as NodeJS.ErrnoException).code !== 'EACCES') {
        throw error;
      }
    }
  }
}

/** The process id of the lab's own daemon, checked against its command line; null when it does not run. */
export function privateEnginePid({ pidFile, socket }: PrivateEnginePaths): number | null {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('dockerd') && command.includes(socket) ? pid : null;
  } catch {
    // No pid file, or no such process: it does not run.
    return null;
  }
}

/** @throws LabError `unavailable` when the daemon runs but does not answer: a second one on the same data would damage them. */
function refuseSecond(paths: PrivateEnginePaths): void {
  const { log } = paths;
  const pid = privateEnginePid(paths);
  if (pid !== null) {
    throw new LabError(`the private dockerd does not answer: expected an answer from process ${pid}, got none`, {
      code: 'unavailable',
      hint: `see ${log}; it may be starting or stopping. If it hangs, end it with "kill -9 ${pid}" and run the same command again`,
    });
  }
}

/**
 * Starts the daemon and waits until it answers. Tries once more if dockerd gave up waiting for its containerd, which takes long when it has
 * to end what a killed daemon left running.
 */
async function launch(paths: PrivateEnginePaths, settings: EngineSettings): Promise<Engine> {
  mkdirSync(paths.data, { recursive: true });
  mkdirSync(paths.runtime, { recursive: true });
  const engine =
    (await launchOnce(paths, settings)) ?? (lastLines(paths).includes(containerdIsLate) ? await launchOnce(paths, settings) : null);
  if (engine === null) {
    throw new LabError(`the private dockerd did not start; the last lines of ${paths.log}:\n${lastLines(paths)}`, {
      code: 'unavailable',
      hint: 'start an engine yourself and set DOCKER_HOST',
    });
  }
  return engine;
}

const containerdIsLate = 'timeout waiting for containerd to start';

function lastLines({ log }: PrivateEnginePaths): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}

/** Null when it ended or did not answer in time. */
async function launchOnce(paths: PrivateEnginePaths, settings: EngineSettings): Promise<Engine | null> {
  // A killed daemon leaves this file behind; a new one would mistake any process with that id for it.
  rmSync(paths.pidFile, { force: true });
  limitEngineLog(paths);
  const log = openSync(paths.log, 'a', 0o600);
  const daemon = spawn(
    'nice',
    // The engine's own work, starting and removing containers, must not take CPU time from containers that measure: those are in control
    // groups of their own, which get their full share regardless of niceness.
    // No default bridge: the lab makes its own networks, and another engine's docker0 stays untouched.
    [
      '-n',
      niceness,
      '/usr/sbin/dockerd',
      '--data-root',
      paths.data,
      '--exec-root',
      join(paths.runtime, 'exec'),
      '--pidfile',
      paths.pidFile,
      '--host',
      `unix://${paths.socket}`,
      '--bridge',
      'none',
      // By default it writes ten lines about each container that nobody reads; five of them come from containerd at any level.
      '--log-level',
      'error',
    ],
    { detached: true, stdio: ['ignore', log, log] },
  );
  daemon.unref();
  let ended = false;
  daemon.on('error', () => {
    ended = true;
  });
  daemon.on('exit', () => {
    ended = true;
  });
  for (let waitedMs = 0; waitedMs < startTimeoutMs && !ended; waitedMs += 100) {
    const engine = await connectEngine(`unix://${paths.socket}`, settings, 1000);
    if (engine !== null) {
      return engine;
    }
    await wait(100);
  }
  return null;
}
