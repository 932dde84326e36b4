import type { Subject } from '../as-scenario.ts';
import type { Warning } from '../warning.ts';

/** Everything in the files that somebody should look at, file by file. `daemon` is the running server's name. */
export function warningsOf(_subject: Subject, _daemon: string): Warning[] {
  return [];
}
