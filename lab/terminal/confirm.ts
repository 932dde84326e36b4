import { createInterface } from 'node:readline/promises';

/** Asks at a terminal; elsewhere, where nobody can answer, says what is going to be done and goes on. */
export async function confirm(plan: string, missing = 'no container engine found'): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.stderr.write(`wraplab: ${missing}; going to ${plan}\n`);
    return true;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`wraplab: ${missing}. May I ${plan}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
