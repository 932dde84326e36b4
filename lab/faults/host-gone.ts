import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('host-gone') });

/**
 * The nameserver's host has left the network: nobody answers ARP for its address. While the database host still remembers the
 * neighbour, its queries vanish. After that its own kernel asks for some seconds, then reports "no route to host".
 */
export const hostGone = {
  id: 'host-gone',
  title: 'the nameserver’s host is gone (no ARP answer)',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => honestly,
  onHost: () => ({ action: { kind: 'leaveNetwork' }, unreachable: 'the nameserver’s host was gone' }),
} satisfies Fault<z.infer<typeof settings>>;
