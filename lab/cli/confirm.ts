import { createInterface } from 'node:readline/promises';

/** Asks at a terminal; elsewhere, where nobody can answer, says what is going to be done and goes on. */
export async function confirm(plan: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.stderr.write(`wraplab: no container engine found; going to ${plan}\n`);
    return true;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`wraplab: no container engine found. May I ${plan}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
