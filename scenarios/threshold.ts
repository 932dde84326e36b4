import { defineScenario, incidentHost, incidentNetwork, kneeAtCapacity, steppedLoad } from '../lab/index.ts';

export default defineScenario({
  title: 'the threshold: below 1 / (two lookups) connects are slow, above it the queue grows without end',
  story: `Every answer of the DNS is 100 ms late and each connect needs two, so the accept thread takes five connects a second. Load steps
up from one to ten connects a second. The lab measures the rate at which the accept queue starts to grow, and compares it with the rate that
follows from the delay.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 100 },
  ...steppedLoad,
  expectations: [
    {
      id: 'slow-below',
      text: 'At up to 0.8 of the capacity a connect takes its own two lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 1, to: 4 } },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 20,
    },
    {
      id: 'bounded-below',
      text: 'At up to 0.8 of the capacity a connect takes hardly more than its own two lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 1, to: 4 } },
      atMost: { timesInjectedDelay: 3 },
      minimumSamples: 20,
    },
    {
      id: 'no-queue-below',
      text: 'Below capacity the accept queue does not grow',
      measure: { of: 'queueGrowth', path: 'tcp', steps: { from: 1, to: 4 } },
      atMost: { timesCapacity: 0.05 },
      minimumSamples: 4,
    },
    {
      id: 'grows-above',
      text: 'Above capacity the queue grows by the clients in excess of it',
      measure: { of: 'queueGrowth', path: 'tcp', steps: { from: 7, to: 10 } },
      atLeast: { timesCapacity: 0.5 },
      minimumSamples: 4,
    },
    {
      id: 'waits-above',
      text: 'Above capacity clients soon wait many times as long as their own lookups take',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 9, to: 9 } },
      atLeast: { timesInjectedDelay: 10 },
      minimumSamples: 10,
    },
    ...kneeAtCapacity,
  ],
  claims: [
    {
      id: 'threshold',
      text: 'The server fails when activity exceeds a threshold.',
      verdict: 'holds',
      shownBy: ['bounded-below', 'no-queue-below', 'grows-above', 'knee-not-lower', 'knee-not-higher'],
    },
  ],
});
