import type { ExpectationInput } from '../../model/expectation.ts';
import type { ScenarioInput } from '../scenario-schema.ts';
import { incidentNetwork } from './incident.ts';

/**
 * The test for caches of names. Five clients have all come before the DNS dies, and keep coming through an outage of 32 s. What the cache
 * knows when the outage begins is 2 to 9 s old. One stranger, whose name no cache has seen, comes towards the end.
 */
export const knownClients = {
  clients: { ...incidentNetwork.clients, tcp: { ...incidentNetwork.clients.tcp, count: 5 } },
  fault: { id: 'dead' },
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 3 }, connectTimeoutMs: 60_000 },
    { path: 'outsider', arrivals: { process: 'fixed', phase: 'fault', offsetsMs: [25_000] }, connectTimeoutMs: 60_000 },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 60_000 },
  ],
  timeline: { settleMs: 1000, baselineMs: 8000, faultMs: 32_000, recoveryMs: 10_000 },
  takes: { ratePerSecond: { from: 3, to: 3.5 } },
} as const satisfies Pick<ScenarioInput, 'clients' | 'fault' | 'load' | 'timeline' | 'takes'>;

/** Two parts of that outage: its beginning, and a time when records with a TTL of 20 s or less have expired, before the stranger comes. */
export const early = { fromMs: 0, untilMs: 8000 } as const;
export const late = { fromMs: 14_000, untilMs: 24_000 } as const;

/** No cache can know a stranger's name. */
export const strangerStallsAll: readonly ExpectationInput[] = [
  {
    id: 'stranger-costs-a-lookup',
    text: 'A stranger, whose name no cache knows, is refused only after the resolver gives up',
    measure: { of: 'stage', path: 'outsider', stage: 'refusal', statistic: 'min' },
    atLeast: { timesResolverGivesUp: 0.2 },
  },
  {
    id: 'clients-wait-behind-it',
    text: 'Clients that come while the stranger is looked up wait behind that lookup',
    measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'max' },
    atLeast: { timesResolverGivesUp: 0.2 },
    minimumSamples: 30,
  },
];
