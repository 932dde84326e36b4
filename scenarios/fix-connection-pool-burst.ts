import { acceptQueueGrows, defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest, socketStalls } from '../lab/index.ts';

const [, ...otherLoad] = remedyTest.load;

export default defineScenario({
  title: 'pooled connections and a peak of work: new connections are back in the outage, and stall everyone',
  story: `Clients keep one connection each, as in fix-connection-pool. While the DNS is dead, sixty pieces of work come at once for twenty clients.
A third of them finds a free connection. The others open a new one, as pools do, and each of those costs a lookup.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['connection-pool'],
  ...remedyTest,
  load: [
    {
      path: 'tcp',
      arrivals: { process: 'burst', phase: 'fault', offsetMs: 2000, count: 60, elsewherePerSecond: 3 },
      connectTimeoutMs: 60_000,
    },
    ...otherLoad,
  ],
  expectations: [
    {
      id: 'pool-serves-before',
      text: 'Before the fault all work gets done, on pooled connections or new ones',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 100,
      minimumSamples: 15,
    },
    {
      id: 'some-find-one',
      text: 'In the peak, the fastest get their result as if nothing were wrong',
      measure: { of: 'stage', path: 'tcp', stage: 'firstResult', statistic: 'min' },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 30,
    },
    {
      id: 'most-wait',
      text: 'Most need a new connection, and wait for the resolver',
      measure: { of: 'elapsed', path: 'tcp', statistic: 'p50' },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 60,
    },
    acceptQueueGrows(15),
    socketStalls,
    outsiderOut,
  ],
  claims: [
    {
      id: 'connection-pool-suffices',
      text: 'A connection pool is enough.',
      verdict: 'does not hold',
      but: 'after one peak beyond its size, everyone waits for the lookups of the new connections',
      shownBy: ['most-wait', 'accept-queue-grows', 'socket-stalls'],
    },
  ],
});
