import { defineScenario, early, incidentHost, incidentNetwork, knownClients, late, outsiderOut } from '../lab/index.ts';

export default defineScenario({
  title: 'a resolver cache whose records run out during the outage: it buys their TTL, no more',
  story: `As in fix-resolver-cache, with records that may be kept for 20 s. For so long after each client's last lookup the cache hides the outage; then
the first name that has run out stalls the accept thread. What a cache is worth is the TTL of PTR and address records, often somebody else's.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 20,
  host: incidentHost,
  fixes: ['resolver-cache'],
  expectations: [
    {
      id: 'fast-at-first',
      text: 'At first clients are as fast as before the fault, 95 of 100',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p95' },
      within: early,
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'stalls-when-run-out',
      text: 'When the records have run out they wait for the resolver',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      within: late,
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 15,
    },
    {
      id: 'socket-stalls',
      text: 'and so does the Unix socket',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
      within: late,
      atLeast: { timesResolverGivesUp: 0.3 },
      minimumSamples: 5,
    },
    {
      id: 'accept-queue-grows',
      text: 'Connections pile up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: { timesBaseline: 3, floor: 10 },
      minimumSamples: 20,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'cache-outlasts-outage',
      text: 'With a cache the host outlasts any outage of the DNS.',
      verdict: 'does not hold',
      but: 'it lasts as long as the TTL of its records, and not a second more',
      shownBy: ['fast-at-first', 'stalls-when-run-out', 'accept-queue-grows'],
    },
  ],
});
