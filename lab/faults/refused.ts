import type { z } from 'zod';
import { type Fault, instead } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('refused', {});

/** Every answer is REFUSED, as from a nameserver whose ACL no longer lists this host. glibc asks the next nameserver, then gives up without a name. */
export const refused = {
  id: 'refused',
  title: 'every answer is REFUSED',
  settings,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin: () => () => instead({ rcode: 'REFUSED', answers: [] }),
} satisfies Fault<z.infer<typeof settings>>;
