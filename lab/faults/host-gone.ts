import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('host-gone') });

/**
 * The nameserver's host is gone from the network: nobody answers ARP for its address. While the database host still remembers
 * the neighbour, its queries vanish; then its own kernel reports "no route to host" after some seconds of asking.
 */
export const hostGone = {
  id: 'host-gone',
  title: 'the nameserver’s host is gone (no ARP answer)',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => honestly,
  hostAction: () => ({ kind: 'leaveNetwork' }),
} satisfies Fault<z.infer<typeof settings>>;
