import { defineScenario, impatientClients, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'the same clients with exponential backoff and jitter: the server catches up, and they get in',
  story: `The load of retry-storm, but a client that timed out waits a random while before it tries again, and twice as long the next time. The queue
of the burst drains between the tries.`,
  ...incidentNetwork,
  host: incidentHost,
  ...impatientClients({ after: 'backoff', maximumRetries: 8, firstDelayMs: 8000, longestDelayMs: 32_000 }),
  expectations: [
    {
      id: 'fewer-tries',
      text: 'A client tries a few times only',
      measure: { of: 'attempts', path: 'tcp' },
      atMost: 4,
      minimumSamples: 16,
    },
    {
      id: 'most-get-in',
      text: 'and most clients get in at one of them',
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
      but: 'for a burst, with nothing else coming beyond what the slow lookups allow; backoff makes no lookup faster',
      shownBy: ['fewer-tries', 'most-get-in'],
    },
  ],
});
