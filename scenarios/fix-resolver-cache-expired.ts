import { acceptQueueGrows, defineScenario, early, incidentHost, incidentNetwork, knownClients, late, outsiderOut } from '../lab/index.ts';

export default defineScenario({
  title: 'a resolver cache whose records expire during the outage: it buys their TTL, no more',
  story: `As in fix-resolver-cache, but with records that may be kept for 20 s (their TTL, "time to live"). For that long after each client's last
lookup the cache hides the outage. Then the first expired name stalls the accept thread. A cache is worth the TTL of the PTR and address
records, and often someone else sets that.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 20,
  host: incidentHost,
  fixes: ['resolver-cache'],
  expectations: [
    {
      id: 'fast-at-first',
      text: 'At first 95 of 100 clients wait for no lookup',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p95' },
      within: early,
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'stalls-when-run-out',
      text: 'When the records have expired, clients wait for the resolver',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      within: late,
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 15,
    },
    {
      id: 'socket-stalls',
      text: 'When the records have expired, the Unix socket stalls as well',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
      within: late,
      atLeast: { timesResolverGivesUp: 0.3 },
      minimumSamples: 5,
    },
    acceptQueueGrows(10),
    outsiderOut,
  ],
  claims: [
    {
      id: 'cache-outlasts-outage',
      text: 'With a cache the host outlasts any outage of the DNS.',
      verdict: 'does not hold',
      but: 'the cache helps for the TTL of its records, and not a second longer',
      shownBy: ['fast-at-first', 'stalls-when-run-out', 'accept-queue-grows'],
    },
  ],
});
