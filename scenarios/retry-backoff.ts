import { defineScenario, impatientClients, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'the same clients with exponential backoff and jitter: the server catches up, and they get in',
  story: `The load is that of retry-storm, but a client that timed out waits for a random time before it tries again, and up to twice as
long the next time. Between the tries the burst's queue drains.`,
  ...incidentNetwork,
  host: incidentHost,
  ...impatientClients({ after: 'backoff', maximumRetries: 8, firstDelayMs: 8000, longestDelayMs: 32_000 }),
  expectations: [
    {
      id: 'fewer-tries',
      text: 'A client tries only a few times',
      measure: { of: 'attempts', path: 'tcp' },
      atMost: 4,
      minimumSamples: 16,
    },
    {
      id: 'most-get-in',
      text: 'Most clients get in',
      measure: { of: 'served', path: 'tcp' },
      atLeast: 75,
      minimumSamples: 16,
    },
    {
      id: 'lookups-each',
      text: 'Each try still costs its lookups',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.9,
      minimumSamples: 40,
    },
  ],
  claims: [
    {
      id: 'backoff-helps',
      text: 'Clients that back off let the server recover from a burst.',
      verdict: 'holds with conditions',
      but: 'for a burst, if nothing else comes beyond what the slow lookups allow; backoff makes no lookup faster',
      shownBy: ['fewer-tries', 'most-get-in'],
    },
  ],
});
