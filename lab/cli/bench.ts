import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'dns-packet';
import { callAt, nowNs } from '../agents/clock.ts';
import { bundleAgents } from '../engine/agent-bundle.ts';
import { exitCodes } from '../errors.ts';
import type { FaultSettings } from '../faults/index.ts';
import { type Percentiles, percentiles } from '../histogram.ts';
import type { Command } from './command.ts';
import { parseOptions } from './options.ts';

const ratePerSecond = 1000;
const seconds = 10;
const port = 53_530;
const address = '127.0.0.1';
const name = 'web-1.app.test';
/** The first second is the agent's and this process's own warming up. */
const warmUpQueries = 1000;
const budgetP99Ms = 1;

/** Measures what the DNS agent adds to the delay that it injects; the asking side is in the figures as well. */
export const bench: Command = {
  name: 'bench',
  usage: 'bench',
  title: `measures what the DNS agent adds to an injected delay, at ${ratePerSecond} queries a second on loopback`,
  help: () =>
    `Takes ${2 * (seconds + 1)} s. Exit 1 when the 99th percentile is above ${budgetP99Ms} ms. A benchmark, not a test: run it on an idle machine.`,
  async run(args, signal) {
    parseOptions({}, args);
    const folder = mkdtempSync(join(tmpdir(), 'wraplab-bench-'));
    try {
      const program = join(folder, 'agent.cjs');
      writeFileSync(program, await bundleAgents());
      const withoutFault = await measureAgent(program, { id: 'none' }, 0, signal);
      const delayed = await measureAgent(program, { id: 'slow', delay: 100 }, 100, signal);
      process.stdout.write(`${line('no fault', withoutFault)}\n${line('slow by 100 ms', delayed)}\n`);
      return withoutFault.p99 <= budgetP99Ms && delayed.p99 <= budgetP99Ms ? exitCodes.confirmed : exitCodes.refuted;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function line(what: string, { p50, p95, p99, max }: Percentiles): string {
  const figures = Object.entries({ p50, p95, p99, max }).map(([label, ms]) => `${label} ${ms.toFixed(3)} ms`);
  return `${what.padEnd(16)} ${figures.join('   ')}   (round trip less the injected delay, ${ratePerSecond * seconds} queries at ${ratePerSecond}/s)`;
}

async function measureAgent(program: string, fault: FaultSettings, delayMs: number, signal: AbortSignal): Promise<Percentiles> {
  const agent = spawn(process.execPath, [program, 'dns'], { signal });
  agent.on('error', () => undefined);
  try {
    await command(agent, 1, 'serve', { address, port, zone: [{ name, address: '198.18.1.1' }] });
    await command(agent, 2, 'fault', { fault, seed: 1, atNs: 0 });
    agent.stdout.resume();
    const found = percentiles((await askForTimes(delayMs)).slice(warmUpQueries).map((ms) => ms - delayMs));
    if (found === null) {
      throw new TypeError('the DNS agent answered no query');
    }
    return found;
  } finally {
    agent.stdin.end();
    await once(agent, 'exit');
  }
}

async function command(agent: ChildProcessWithoutNullStreams, id: number, name: string, parameters: unknown): Promise<void> {
  const answered = once(agent.stdout, 'data');
  agent.stdin.write(`${JSON.stringify({ id, command: name, parameters })}\n`);
  await answered;
}

/** Asks at a steady rate, whatever the answers do, and gives the round trips in ms in the order of asking. */
async function askForTimes(delayMs: number): Promise<number[]> {
  const socket = createSocket('udp4');
  const sentNs: number[] = [];
  const times: number[] = [];
  socket.on('message', (message) => {
    const index = decode(message).id ?? 0;
    times[index] = (nowNs() - (sentNs[index] ?? 0)) / 1e6;
  });
  const total = ratePerSecond * seconds + warmUpQueries;
  const beganNs = nowNs();
  for (let index = 0; index < total; index++) {
    await new Promise<void>((resolve) => callAt(beganNs + (index * 1e9) / ratePerSecond, resolve));
    sentNs[index] = nowNs();
    socket.send(encode({ type: 'query', id: index, questions: [{ type: 'A', name }] }), port, address);
  }
  await new Promise((resolve) => setTimeout(resolve, delayMs + 500));
  socket.close();
  return times.filter((time) => time !== undefined);
}
