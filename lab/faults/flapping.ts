import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';
import { querySettings } from './only.ts';

const periodMs = z.number().min(10).max(600_000);
const settings = querySettings('flapping', {
  downMs: periodMs.default(3000).describe('How long it is down each time, in ms.'),
  upMs: periodMs.default(3000).describe('How long it is up each time, in ms.'),
});

/**
 * The nameserver is down, then up, again and again. glibc asks again only after its timeout, so a connect that begins while the
 * nameserver is down takes 5 s by default, even if the nameserver is back at once.
 */
export const flapping = {
  id: 'flapping',
  title: 'the nameserver goes down and comes back, again and again',
  settings,
  nominalDelayMs: () => 0,
  cycle: ({ downMs, upMs }) => ({ wrongMs: downMs, wellMs: upMs }),
  begin:
    ({ downMs, upMs }) =>
    ({ atMs }) =>
      atMs % (downMs + upMs) < downMs ? { kind: 'silence' } : honestly,
} satisfies Fault<z.infer<typeof settings>>;
