import type { z } from 'zod';
import { type Fault, instead } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('servfail', {});

/** Every answer is SERVFAIL, as from a resolver that cannot reach the zone's servers. glibc asks the next nameserver, then gives up without a name. */
export const servfail = {
  id: 'servfail',
  title: 'every answer is SERVFAIL',
  settings,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin: () => () => instead({ rcode: 'SERVFAIL', answers: [] }),
} satisfies Fault<z.infer<typeof settings>>;
