import fs from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { type AgentEvent, type CommandName, commands, type Parameters, pingCommand, type Role, requestSchema } from './protocol.ts';
import { watchForStalls } from './watch-for-stalls.ts';

/** What an agent does for each command of its role; the return value is the reply's result. */
export type Handlers<R extends Role> = { readonly [C in CommandName<R>]: (parameters: Parameters<R, C>) => Promise<unknown> | unknown };

export type Emit = (event: AgentEvent) => void;

/**
 * Serves commands from stdin. When stdin ends, ends the process, as the dead man's switch.
 *
 * @param keep true for hosts that outlive the lab.
 */
export function serveCommands<R extends Role>(role: R, keep: boolean, createHandlers: (emit: Emit) => Handlers<R>): void {
  const schemas: Readonly<Record<string, z.ZodType>> = commands[role];
  // The cast is safe: parameters are parsed with the command's own schema before the handler sees them.
  const handlers = createHandlers((event) => write({ event })) as Readonly<Record<string, (parameters: unknown) => unknown>>;

  const answer = async (line: string): Promise<void> => {
    const request = requestSchema.parse(JSON.parse(line));
    if (request.command === pingCommand) {
      write({ reply: request.id, result: null });
      return;
    }
    try {
      const handler = handlers[request.command];
      const schema = schemas[request.command];
      if (handler === undefined || schema === undefined) {
        throw new Error(`expected a command of the ${role} agent (${Object.keys(schemas).join(', ')}), got "${request.command}"`);
      }
      const result = await handler(schema.parse(request.parameters));
      write({ reply: request.id, result: result ?? null });
    } catch (error) {
      write({ reply: request.id, error: error instanceof Error ? error.message : String(error) });
    }
  };

  watchForStalls((event) => write({ event }));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => void answer(line));
  lines.on('close', () => (keep ? setInterval(() => undefined, 60_000) : process.exit(0)));
}

/** Lines that wait for the current write: process.stdout would block the agent when the reader of the pipe is slow. */
const waiting: string[] = [];
let writing = false;
const batchMs = 10;
const stdout = 1;

function write(message: unknown): void {
  waiting.push(`${JSON.stringify(message)}\n`);
  if (!writing) {
    writing = true;
    // Few large writes, because each one takes CPU time from what the agent measures.
    setTimeout(() => writeOn(Buffer.alloc(0)), batchMs);
  }
}

/** Writes `rest`, then all waiting lines, until none are left. */
function writeOn(rest: Buffer): void {
  const bytes = rest.length > 0 ? rest : Buffer.from(waiting.splice(0).join(''));
  if (bytes.length === 0) {
    writing = false;
    return;
  }
  fs.write(stdout, bytes, (error, written) => {
    if (error === null) {
      writeOn(bytes.subarray(written));
    } else if (error.code === 'EAGAIN') {
      setTimeout(() => writeOn(bytes), batchMs);
    }
    // After any other error nothing reads the output, and the end of stdin ends the agent.
  });
}
