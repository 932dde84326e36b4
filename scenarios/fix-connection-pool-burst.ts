import { defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest } from '../lab/index.ts';

const [, ...otherLoad] = remedyTest.load;

export default defineScenario({
  title: 'kept connections and a peak of work: who needs one more is in the outage, and stalls everybody',
  story: `The clients of fix-connection-pool, which keep one connection each. While the DNS is dead, sixty pieces of work come at once for twenty clients.
A third of them finds a connection; the others open one, as pools do, and each of those costs a lookup.`,
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
      text: 'Before the fault all work is done on kept connections or new ones',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 100,
      minimumSamples: 15,
    },
    {
      id: 'some-find-one',
      text: 'In the peak, the fastest have their result as if nothing was',
      measure: { of: 'stage', path: 'tcp', stage: 'firstResult', statistic: 'min' },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 30,
    },
    {
      id: 'most-wait',
      text: 'but most need a new connection, and wait for the resolver',
      measure: { of: 'elapsed', path: 'tcp', statistic: 'p50' },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 60,
    },
    {
      id: 'accept-queue-grows',
      text: 'in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: { timesBaseline: 3, floor: 15 },
      minimumSamples: 20,
    },
    {
      id: 'socket-stalls',
      text: 'The Unix socket stalls with them',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesResolverGivesUp: 0.3 },
      minimumSamples: 10,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'connection-pool-suffices',
      text: 'A pool of connections is enough.',
      verdict: 'does not hold',
      but: 'one peak beyond its size, and everybody waits for the lookups of its new connections',
      shownBy: ['most-wait', 'accept-queue-grows', 'socket-stalls'],
    },
  ],
});
