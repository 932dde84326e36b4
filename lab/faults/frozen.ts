import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('frozen') });

/**
 * The nameserver's process is stopped (SIGSTOP) with its sockets open, as by a debugger, a full disk or a paused machine. Queries
 * pile up unread, so for clients it is silence; when it goes on it answers them all, too late. The ledger has no entry of the time
 * in between: what came then is listed with the time at which it was read.
 */
export const frozen = {
  id: 'frozen',
  title: 'the nameserver’s process is stopped, its sockets stay open',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => honestly,
  hostAction: () => ({ kind: 'freeze' }),
} satisfies Fault<z.infer<typeof settings>>;
