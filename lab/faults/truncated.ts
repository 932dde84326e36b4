import { z } from 'zod';
import { type Fault, honestly, instead } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('truncated', {
  tcp: z
    .enum(['slow', 'closed'])
    .default('slow')
    .describe('What glibc finds when it asks again over TCP: a slow server or a closed port. Default: slow.'),
  tcpDelayMs: z.number().min(0).max(60_000).default(500).describe('The delay of an answer over slow TCP, in ms. Default: 500.'),
});

/** Every answer over UDP is cut off (TC bit), so glibc asks again over TCP, which is slow or closed. */
export const truncated = {
  id: 'truncated',
  title: 'answers over UDP are truncated; TCP is slow or closed',
  settings,
  nominalDelayMs: ({ tcp, tcpDelayMs }) => (tcp === 'slow' ? tcpDelayMs : 0),
  inWords: ({ tcp }) => (tcp === 'closed' ? 'truncated tcp=closed' : undefined),
  begin: ({ tcp, tcpDelayMs }) => {
    const delayMs = tcp === 'slow' ? tcpDelayMs : 0;
    return ({ transport }) =>
      transport === 'udp'
        ? instead({ rcode: 'NOERROR', answers: [], truncated: true })
        : delayMs === 0
          ? honestly
          : { kind: 'answer', delayMs };
  },
  onHost: ({ tcp }) =>
    tcp === 'slow'
      ? undefined
      : {
          action: { kind: 'closePorts', transports: ['tcp'] },
          spendsIcmpErrors: true,
          unreachable: 'the nameserver’s port was closed',
        },
} satisfies Fault<z.infer<typeof settings>>;
