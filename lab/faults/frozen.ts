import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('frozen') });

/**
 * The nameserver's process is stopped (SIGSTOP) with its sockets open, as by a debugger, a full disk or a paused machine. Queries
 * pile up unread, so clients see silence. When the process continues it answers all of them, too late. The ledger has no entries from
 * the time in between: it lists queries that arrived then with the time at which they were read.
 */
export const frozen = {
  id: 'frozen',
  title: 'the nameserver’s process is stopped, its sockets stay open',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => honestly,
  onHost: () => ({ action: { kind: 'freeze' }, stopsProcess: true, unreachable: 'the nameserver did not answer' }),
} satisfies Fault<z.infer<typeof settings>>;
