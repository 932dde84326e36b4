import type { z } from 'zod';
import { type Fault, honestly, instead } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('nxdomain', {});

/** The reverse zone is empty: no address has a name. After one quick query libwrap has no name to match and refuses the client. */
export const nxdomain = {
  id: 'nxdomain',
  title: 'no address has a name (NXDOMAIN for PTR)',
  settings,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin:
    () =>
    ({ type }) =>
      type === 'PTR' ? instead({ rcode: 'NXDOMAIN', answers: [] }) : honestly,
} satisfies Fault<z.infer<typeof settings>>;
