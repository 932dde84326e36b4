/** Ends the agent, and prints why: an action that failed at its time must not pass for done. */
export function endWith(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
