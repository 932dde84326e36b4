import { execFile } from 'node:child_process';

/**
 * Loads an nftables ruleset into this network namespace.
 *
 * @throws Error with what nft says, such as the line that it does not understand.
 */
export function loadFirewall(ruleset: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile('nft', ['--file', '-'], { timeout: 20_000 }, (error, _stdout, stderr) =>
      error === null ? resolve() : reject(new Error(`nft did not take the ruleset: ${stderr.trim() || error.message}`, { cause: error })),
    );
    child.stdin?.end(ruleset);
  });
}
