import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('port-closed') });

/**
 * The nameserver's process is gone, its host is not: the kernel answers with ICMP port unreachable. glibc gives up at once, the
 * client has no name, and libwrap refuses it: an outage that is fast, for the first few. Linux sends no more than one ICMP error a
 * second to a host, after a first six; beyond that rate a closed port is as silent as a dead server.
 */
export const portClosed = {
  id: 'port-closed',
  title: 'the nameserver’s port is closed (ICMP port unreachable)',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => honestly,
  hostAction: () => ({ kind: 'closePorts', transports: ['udp', 'tcp'] }),
} satisfies Fault<z.infer<typeof settings>>;
