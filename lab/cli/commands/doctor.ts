import { readFileSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { engineSettings } from '../../engine/connection/engine-settings.ts';
import { findEngine } from '../../engine/finding/find-engine.ts';
import { canStartPrivateEngine } from '../../engine/finding/private-engine.ts';
import { engineFacts } from '../../engine/images/engine-facts.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import { canRun, diagnose, type Finding, type Machine } from '../../machine/diagnose-machine.ts';
import { coloursOn } from '../../terminal/colours.ts';
import { widthOf } from '../../terminal/width.ts';
import { counted } from '../../text/counted.ts';
import { fitLines } from '../../text/fit-lines.ts';
import { coloured, type Paint, plain } from '../../text/paint.ts';
import { printable } from '../../text/printable.ts';
import type { Command } from '../command.ts';
import { describeOptions, flag, parseOptions } from '../options.ts';

const options = {
  json: { takes: '', help: 'print only the findings, as JSON', value: flag },
} as const;

const marks = {
  fine: { sign: '✔', colour: 'green' },
  odd: { sign: '!', colour: 'yellow' },
  missing: { sign: '✘', colour: 'red' },
} as const;

/** Checks whether this machine can run the lab. */
export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor -- [options]',
  title: 'checks whether this machine can run the lab; changes nothing',
  options,
  help: () => `${describeOptions(options)}\n\nexit codes: ${exitCodes.confirmed} the lab can run · ${exitCodes.unavailable} it cannot`,
  async run(args) {
    const { values } = parseOptions(options, args);
    const findings = diagnose(await readMachine());
    const paint = coloursOn(process.stdout) ? coloured : plain;
    process.stdout.write(
      values.json === true ? `${JSON.stringify(findings, null, 2)}\n` : fitLines(asText(findings, paint), widthOf(process.stdout)),
    );
    return exitCodes[canRun(findings) ? 'confirmed' : 'unavailable'];
  },
};

async function readMachine(): Promise<Machine> {
  const settings = engineSettings(process.env);
  const { engine, tried } = await findEngine(settings);
  return {
    nodeVersion: process.version,
    platform: process.platform,
    architecture: process.arch,
    cores: availableParallelism(),
    availableMemoryBytes: availableMemory(),
    proxies: Object.keys(process.env).filter((name) => /^(https?|all)_proxy$/i.test(name) && process.env[name] !== ''),
    canStartEngine: canStartPrivateEngine() && settings.mayStartOwn && settings.endpoint === undefined,
    tried,
    engine: engine === null ? null : await engineFacts(engine),
  };
}

/** MemAvailable of /proc/meminfo (proc(5)): unlike the free memory, it counts what the kernel can reclaim at once. */
function availableMemory(): number {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? [];
    return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
  } catch {
    // Not Linux: the engine is in a virtual machine with memory of its own.
    return freemem();
  }
}

function asText(findings: readonly Finding[], paint: Paint): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.map(({ subject, state, found, advice }) => {
    const { sign, colour } = marks[state];
    return `${paint(colour, sign)} ${subject.padEnd(width)}  ${printable(found)}${advice === '' ? '' : `\n  ${' '.repeat(width)}  ${paint('dim', advice)}`}`;
  });
  const odd = findings.filter(({ state }) => state !== 'fine').length;
  const conclusion = canRun(findings)
    ? `The lab can run here${odd === 0 ? '' : `; ${counted(odd, 'thing is', 'things are')} odd`}.`
    : 'The lab cannot run here.';
  return `${lines.join('\n')}\n\n${paint('bold', conclusion)}\n`;
}
