import type { z } from 'zod';
import { type Fault, honestly, instead } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('no-forward', {});

/** Addresses have names, but the names do not lead back: NXDOMAIN for A and AAAA. libwrap does not trust such a name and refuses the client. */
export const noForward = {
  id: 'no-forward',
  title: 'names do not map back (PTR without a matching A)',
  settings,
  nominalDelayMs: () => 0,
  answersWithinMs: () => 0,
  begin:
    () =>
    ({ type }) =>
      type === 'A' || type === 'AAAA' ? instead({ rcode: 'NXDOMAIN', answers: [] }) : honestly,
} satisfies Fault<z.infer<typeof settings>>;
