import { z } from 'zod';
import { type Fault, honestly } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('lossy', {
  share: z.number().min(0).max(1).default(0.3).describe('The share of the queries that is lost.'),
});

/**
 * A share of the queries is lost; the others are answered at once. Each loss costs the accept thread one timeout (5 s by default)
 * before glibc asks again. A lookup fails when every attempt is lost.
 */
export const lossy = {
  id: 'lossy',
  title: 'a share of the queries is lost (30 % by default)',
  settings,
  nominalDelayMs: () => 0,
  begin:
    ({ share }, { random }) =>
    () =>
      random() < share ? { kind: 'silence' } : honestly,
} satisfies Fault<z.infer<typeof settings>>;
