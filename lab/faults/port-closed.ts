import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';

const settings = z.strictObject({ id: z.literal('port-closed') });

/**
 * The nameserver's process is gone but its host is not: the kernel answers with ICMP port unreachable. glibc gives up at once, the
 * client has no name, and libwrap refuses it. So the outage is fast, for the first few clients. After six ICMP errors Linux sends a
 * host no more than one a second (icmp_ratelimit, icmp(7)); beyond that rate a closed port is as silent as a dead server.
 */
export const portClosed = {
  id: 'port-closed',
  title: 'the nameserver’s port is closed (ICMP port unreachable)',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => honestly,
  onHost: () => ({
    action: { kind: 'closePorts', transports: ['udp', 'tcp'] },
    spendsIcmpErrors: true,
    unreachable: 'the nameserver’s port was closed',
  }),
} satisfies Fault<z.infer<typeof settings>>;
