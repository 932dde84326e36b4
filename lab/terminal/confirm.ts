import { createInterface } from 'node:readline/promises';

/** Asks at a terminal whether to carry out `plan`. Without a terminal, announces the plan and returns true. */
export async function confirm(plan: string, missing = 'no container engine found'): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.stderr.write(`wraplab: ${missing}; will ${plan}\n`);
    return true;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `${plan.slice(0, 1).toUpperCase()}${plan.slice(1)}`;
    const answer = await terminal.question(`wraplab: ${missing}. ${question}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
