import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, pollNumber } from '../../probes/accept-thread.ts';
import type { Emit } from '../channel.ts';
import { callAt, elapsedMs, nowNs } from '../clock.ts';
import type { EvidenceResult, Parameters } from '../protocol.ts';
import type { StatusSession } from './status-session.ts';

type Task = Parameters<'watch', 'takeEvidence'>['tasks'][number];

/** A command that only looks is killed after this. */
const lookTimeoutMs = 10_000;
/** A program that does not end on request is killed after this. */
const endTimeoutMs = 3000;
const sizePollMs = 250;
const stuckPollMs = 10;
const stuckTimeoutMs = 3000;

/** Takes evidence with an operator's own tools, at given times, into files of a folder in this container. */
export class EvidenceTaker {
  readonly #folder: string;
  readonly #pid: number;
  readonly #status: StatusSession;
  readonly #emit: Emit;
  readonly #results: EvidenceResult[] = [];
  readonly #captures = new Set<ChildProcess>();
  readonly #atEnd: Task[];
  readonly #running: Promise<void>[] = [];
  #looks: Promise<void> = Promise.resolve();
  readonly #tasks: readonly Task[];
  #finished = false;

  constructor({ folder, tasks }: Parameters<'watch', 'takeEvidence'>, pid: number, status: StatusSession, emit: Emit) {
    this.#folder = folder;
    this.#pid = pid;
    this.#status = status;
    this.#emit = emit;
    this.#tasks = tasks;
    this.#atEnd = tasks.filter(({ start }) => start === 'end');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const task of tasks) {
      if (typeof task.start === 'object' && 'atNs' in task.start) {
        callAt(task.start.atNs, () => this.#begin(task));
      }
    }
  }

  /** Ends captures that still run, takes the evidence scheduled for the end, and returns all results. */
  async finish(): Promise<readonly EvidenceResult[]> {
    this.#finished = true;
    for (const child of this.#captures) {
      end(child);
    }
    // A task that follows another begins when that one ends, so more may appear while these are awaited.
    for (let settled = 0; settled < this.#running.length; ) {
      settled = this.#running.length;
      await Promise.all(this.#running);
    }
    for (const task of this.#atEnd.splice(0)) {
      await this.#take(task);
    }
    return this.#results;
  }

  /** Tasks that only look run one after another: at the same time, they would take CPU time from what they look at. */
  #begin(task: Task): void {
    if (this.#finished) {
      return;
    }
    const isAlone = task.task.kind === 'capture' || task.disturbs;
    const taken = isAlone ? this.#take(task) : this.#looks.then(() => this.#take(task));
    if (!isAlone) {
      this.#looks = taken;
    }
    this.#running.push(taken);
  }

  async #take(task: Task): Promise<void> {
    const wasStuck = !task.whileStuck || (await this.#untilStuck());
    const fromNs = nowNs();
    const failure = await this.#carryOut(task).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    const toNs = nowNs();
    if (task.disturbs) {
      this.#emit({ kind: 'disturbance', by: task.id, fromNs, toNs });
    }
    const truncated = cut(join(this.#folder, task.file), task.limitBytes);
    const problem = failure ?? (wasStuck ? null : `the accept thread did not enter a lookup within ${stuckTimeoutMs} ms`);
    this.#results.push({ file: task.file, fromNs, toNs, truncated, problem });
    for (const next of this.#tasks.filter(({ start }) => typeof start === 'object' && 'after' in start && start.after === task.file)) {
      this.#begin(next);
    }
  }

  /** Returns what went wrong; null if nothing did. */
  async #carryOut({ file, task, untilNs, limitBytes }: Task): Promise<string | null> {
    const path = join(this.#folder, file);
    switch (task.kind) {
      case 'query':
        writeFileSync(path, await this.#status.table(task.sql));
        return null;
      case 'look':
        return look(task.command, path);
      case 'capture':
        return this.#capture(task.command, path, untilNs, limitBytes);
    }
  }

  /** Runs a program that writes into the file until its time is up, the file is too long, or the run ends. */
  async #capture(
    [program = '', ...args]: readonly string[],
    path: string,
    untilNs: number | null,
    limitBytes: number,
  ): Promise<string | null> {
    const output = openSync(path, 'w');
    const child = spawn(program, args, { stdio: ['ignore', output, 'pipe'] });
    closeSync(output);
    let complaint = '';
    child.stderr?.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-1000);
    });
    this.#captures.add(child);
    const watching = setInterval(() => {
      if ((untilNs !== null && nowNs() >= untilNs) || sizeOf(path) > limitBytes) {
        end(child);
      }
    }, sizePollMs);
    const code = await ended(child);
    clearInterval(watching);
    this.#captures.delete(child);
    // SIGINT is the normal end: strace then ends by that signal, tcpdump with 0.
    return code === 0 || code === 'SIGINT' ? null : `${program} ended with ${code}: ${complaint.trim()}`;
  }

  /** Waits for the accept thread to enter a lookup; false when it did not in time. */
  async #untilStuck(): Promise<boolean> {
    const beganNs = nowNs();
    while (!this.#finished && elapsedMs(beganNs) < stuckTimeoutMs) {
      const line = readFileSync(`/proc/${this.#pid}/syscall`, 'latin1').trim();
      if (describe(line, pollNumber[process.arch]).acceptThreadInLookup === 1) {
        return true;
      }
      await wait(stuckPollMs);
    }
    return false;
  }
}

/** Runs a command and writes its output, errors included, to the file. */
async function look([program = '', ...args]: readonly string[], path: string): Promise<string | null> {
  const output = openSync(path, 'w');
  try {
    const child = spawn(program, args, { stdio: ['ignore', output, output], timeout: lookTimeoutMs, killSignal: 'SIGKILL' });
    const code = await ended(child);
    return code === 0 ? null : `${program} ended with ${code}`;
  } finally {
    closeSync(output);
  }
}

/** Asks a capture to write what it has and to detach; kills it if it does not. */
function end(child: ChildProcess): void {
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGKILL'), endTimeoutMs).unref();
}

/** The exit code, or the signal that ended it. */
function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Cuts the file to `limitBytes`; returns whether it was longer. */
function cut(path: string, limitBytes: number): boolean {
  if (sizeOf(path) <= limitBytes) {
    return false;
  }
  truncateSync(path, limitBytes);
  return true;
}
