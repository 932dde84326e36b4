import { defineScenario, incidentHost, incidentNetwork, steppedLoad } from '../lab/index.ts';

export default defineScenario({
  title: 'the threshold: below 1 / (two lookups) connects are slow, above it the queue grows without end',
  story: `Every answer of the DNS is 100 ms late, so the accept thread takes five connects a second. The rate is stepped from one to ten a second. The
rate from which on the accept queue grows is measured, and compared with the one that the delay gives.`,
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
      text: 'and hardly more',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 1, to: 4 } },
      atMost: { timesInjectedDelay: 3 },
      minimumSamples: 20,
    },
    {
      id: 'no-queue-below',
      text: 'Below it the accept queue does not grow',
      measure: { of: 'queueGrowth', path: 'tcp', steps: { from: 1, to: 4 } },
      atMost: { timesCapacity: 0.05 },
      minimumSamples: 4,
    },
    {
      id: 'grows-above',
      text: 'Above it the queue grows by what comes beyond the capacity',
      measure: { of: 'queueGrowth', path: 'tcp', steps: { from: 7, to: 10 } },
      atLeast: { timesCapacity: 0.5 },
      minimumSamples: 4,
    },
    {
      id: 'waits-above',
      text: 'and clients soon wait for many times their own lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 9, to: 9 } },
      atLeast: { timesInjectedDelay: 10 },
      minimumSamples: 10,
    },
    {
      id: 'knee-not-lower',
      text: 'The queue begins to grow at no less than 0.8 of the capacity that the delay gives',
      measure: { of: 'knee', path: 'tcp' },
      atLeast: { timesCapacity: 0.8 },
      minimumSamples: 10,
    },
    {
      id: 'knee-not-higher',
      text: 'and at no more than 1.2 of it',
      measure: { of: 'knee', path: 'tcp' },
      atMost: { timesCapacity: 1.2 },
      minimumSamples: 10,
    },
  ],
  claims: [
    {
      id: 'threshold',
      text: 'The server fails when activity goes beyond a threshold.',
      verdict: 'holds',
      shownBy: ['bounded-below', 'no-queue-below', 'grows-above', 'knee-not-lower', 'knee-not-higher'],
    },
  ],
});
