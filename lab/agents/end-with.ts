/** What an agent could not do at its time must not pass for done: the agent ends, and says why. */
export function endWith(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
