import type { z } from 'zod';
import type { Fault } from './fault.ts';
import { querySettings } from './only.ts';

const settings = querySettings('dead', {});

/** The nameserver is up, takes every query, and never answers. glibc waits timeout × attempts, then gives up without a name. */
export const dead = {
  id: 'dead',
  title: 'the nameserver never answers (silence)',
  settings,
  nominalDelayMs: () => 0,
  begin: () => () => ({ kind: 'silence' }),
} satisfies Fault<z.infer<typeof settings>>;
