import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { findEngine } from '../../engine/finding/find-engine.ts';
import { getEngine } from '../../engine/finding/get-engine.ts';
import { privateEnginePaths, privateEnginePid, stopPrivateEngine } from '../../engine/finding/private-engine.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { usageError } from '../../errors/lab-error.ts';
import { withNearest } from '../../errors/near-names.ts';
import { confirm } from '../../terminal/confirm.ts';
import { terminalProgress } from '../../terminal/terminal-progress.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const actions = ['status', 'start', 'stop'];

/** The container engine: the one that the lab finds, and its own. */
export const engine: Command = {
  name: 'engine',
  usage: 'engine -- status|start|stop',
  title: 'shows the container engine; starts or stops the lab’s own',
  examples: [
    { line: 'engine -- status', does: 'shows which engine the lab uses' },
    { line: 'engine -- stop', does: 'stops the lab’s own' },
  ],
  needsArguments: true,
  help: () =>
    '  status  show which engine the lab uses; exit 69 when there is none\n  start   find an engine, or start the lab’s own\n  stop    stop the lab’s own; it never touches another',
  async run(args) {
    const [action = '', ...more] = parseOptions({}, args).positionals;
    if (!actions.includes(action) || more.length > 0) {
      throw usageError([`expected one of ${actions.join(', ')}; got ${withNearest([action, ...more].join(' '), actions)}`]);
    }
    return action === 'status' ? status() : action === 'start' ? start() : stop();
  },
};

async function status(): Promise<number> {
  const { engine: found, tried } = await findEngine(engineSettings(process.env));
  if (found === null) {
    process.stdout.write(`no engine answers${tried.length === 0 ? '' : ` (tried ${tried.join(', ')})`}\n`);
    return exitCodes.unavailable;
  }
  const own =
    found.endpoint === `unix://${privateEnginePaths(engineSettings(process.env)).socket}`
      ? `; the lab's own, process ${privateEnginePid(privateEnginePaths(engineSettings(process.env))) ?? 'unknown'}, log in ${privateEnginePaths(engineSettings(process.env)).log}`
      : '';
  process.stdout.write(`Docker ${found.version} at ${found.endpoint}, ${found.architecture}, Linux ${found.kernel}${own}\n`);
  return exitCodes.confirmed;
}

async function start(): Promise<number> {
  const { endpoint } = await getEngine(engineSettings(process.env), terminalProgress(false), confirm);
  process.stdout.write(`${endpoint}\n`);
  return exitCodes.confirmed;
}

async function stop(): Promise<number> {
  process.stdout.write(
    (await stopPrivateEngine(privateEnginePaths(engineSettings(process.env)))) ? 'stopped\n' : 'the lab’s own engine is not running\n',
  );
  return exitCodes.confirmed;
}
