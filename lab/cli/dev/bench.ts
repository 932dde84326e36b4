import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { encode } from 'dns-packet';
import { nowNs } from '../../agents/clock.ts';
import { messageSchema } from '../../agents/protocol.ts';
import { bundleAgents } from '../../bundling/agents.ts';
import { exitCodes } from '../../errors/exit-codes.ts';
import type { FaultSettings } from '../../faults/index.ts';
import { type Percentiles, percentiles } from '../../maths/percentiles.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const ratePerSecond = 1000;
const seconds = 10;
const port = 53_530;
const address = '127.0.0.1';
const name = 'web-1.app.test';
/** The first second warms up the agent and this process. */
const warmUpQueries = 1000;
const budgetP99Ms = 1;

/** What the agent adds to the delay that it injects, in ms. */
interface Addition {
  /** By its own ledger: from the query's arrival in the agent until the answer is handed to the kernel. */
  readonly byLedger: Percentiles;
  /** As the asking process sees it: includes both ways through the kernel, and its own delay in reading. */
  readonly byRoundTrip: Percentiles;
}

/** Measures what the DNS agent adds to the delay that it injects. The figures include the asking side. */
export const bench: Command = {
  name: 'bench',
  usage: 'bench',
  title: 'measures what the DNS agent adds to an injected delay',
  help: () =>
    `Sends ${ratePerSecond} queries a second on loopback; takes ${2 * (seconds + 1)} s. Exit 1 when the 99th percentile of the round trip is above ${budgetP99Ms} ms. A benchmark, not a test: run it on an idle machine.`,
  async run(args, signal) {
    parseOptions({}, args);
    const folder = mkdtempSync(join(tmpdir(), 'wraplab-bench-'));
    try {
      const program = join(folder, 'agent.cjs');
      writeFileSync(program, await bundleAgents());
      const withoutFault = await measureAgent(program, { id: 'none' }, 0, signal);
      const delayed = await measureAgent(program, { id: 'slow', delay: 100 }, 100, signal);
      process.stdout.write(`${describe('no fault', withoutFault)}\n${describe('slow by 100 ms', delayed)}\n`);
      const added = [withoutFault, delayed].map(({ byRoundTrip }) => byRoundTrip.p99);
      return Math.max(...added) <= budgetP99Ms ? exitCodes.confirmed : exitCodes.refuted;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function describe(fault: string, { byLedger, byRoundTrip }: Addition): string {
  return [
    `${fault}: beyond the injected delay, ${ratePerSecond * seconds} queries at ${ratePerSecond} a second`,
    `  by the agent's ledger  ${figures(byLedger)}`,
    `  round trip             ${figures(byRoundTrip)}`,
  ].join('\n');
}

function figures({ p50, p95, p99, max }: Percentiles): string {
  return Object.entries({ p50, p95, p99, max })
    .map(([label, ms]) => `${label} ${ms.toFixed(3)} ms`)
    .join('   ');
}

async function measureAgent(program: string, fault: FaultSettings, delayMs: number, signal: AbortSignal): Promise<Addition> {
  const agent = spawn(process.execPath, [program, 'dns'], { signal });
  agent.on('error', () => undefined);
  try {
    await command(agent, 1, 'serve', {
      address,
      port,
      faults: true,
      ttlSeconds: 60,
      zone: [{ name, address: '198.18.1.1', role: 'client' }],
    });
    await command(agent, 2, 'fault', { fault, seed: 1, atNs: 0, untilNs: null });
    const heldMs: number[] = [];
    createInterface({ input: agent.stdout }).on('line', (text) => {
      const message = messageSchema.parse(JSON.parse(text));
      if ('event' in message && message.event.kind === 'query' && message.event.answeredNs !== null) {
        heldMs.push((message.event.answeredNs - message.event.receivedNs) / 1e6);
      }
    });
    const roundTripMs = await askForTimes(delayMs);
    return { byLedger: beyond(heldMs, delayMs), byRoundTrip: beyond(roundTripMs, delayMs) };
  } finally {
    agent.stdin.end();
    await once(agent, 'exit');
  }
}

/** Percentiles of the time beyond the injected delay, without the first second. */
function beyond(timesMs: readonly number[], delayMs: number): Percentiles {
  const found = percentiles(timesMs.slice(warmUpQueries).map((ms) => ms - delayMs));
  if (found === null) {
    throw new TypeError('the DNS agent answered no query');
  }
  return found;
}

async function command(agent: ChildProcessWithoutNullStreams, id: number, name: string, parameters: unknown): Promise<void> {
  const answered = once(agent.stdout, 'data');
  agent.stdin.write(`${JSON.stringify({ id, command: name, parameters })}\n`);
  await answered;
}

/** Asks at a steady rate, however long answers take. Returns the round trips in ms, in the order of the queries. */
async function askForTimes(delayMs: number): Promise<number[]> {
  const socket = createSocket('udp4');
  const sentNs: number[] = [];
  const times: number[] = [];
  socket.on('message', (message) => {
    const index = message.readUInt16BE(0);
    times[index] = (nowNs() - (sentNs[index] ?? 0)) / 1e6;
  });
  const total = ratePerSecond * seconds + warmUpQueries;
  const queries = Array.from({ length: total }, (_, id) => encode({ type: 'query', id, questions: [{ type: 'A', name }] }));
  const beganNs = nowNs();
  for (let index = 0; index < total; ) {
    for (const dueNow = Math.min(total, ((nowNs() - beganNs) * ratePerSecond) / 1e9); index < dueNow; index++) {
      sentNs[index] = nowNs();
      socket.send(queries[index] ?? '', port, address);
    }
    await wait(1);
  }
  await wait(delayMs + 500);
  socket.close();
  return times.filter((time) => time !== undefined);
}
