import { defineScenario, incidentHost, incidentNetwork, kneeAtCapacity, steppedLoad } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: the threshold is not always the same: with a DNS twice as slow it is half as high',
  story: `The load is exactly that of the scenario threshold, but answers are 200 ms late instead of 100. Rates at which connects were slow
there cause an outage here. Nothing on the database host has changed: the threshold depends on the DNS at that moment.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 200 },
  ...steppedLoad,
  expectations: [
    ...kneeAtCapacity,
    {
      id: 'below-the-other-threshold',
      text: 'The queue starts to grow at a lower rate than in the scenario threshold, where it is at least 4 a second',
      measure: { of: 'knee', path: 'tcp' },
      atMost: 3.5,
      minimumSamples: 10,
    },
    {
      id: 'grows-where-it-did-not',
      text: 'At four connects a second the queue grows here, and does not in the scenario threshold',
      measure: { of: 'queueGrowth', path: 'tcp', steps: { from: 4, to: 4 } },
      atLeast: { timesCapacity: 0.3 },
    },
  ],
  claims: [
    {
      id: 'threshold-moves',
      text: 'The threshold is not always the same.',
      verdict: 'holds',
      shownBy: ['knee-not-lower', 'knee-not-higher', 'below-the-other-threshold', 'grows-where-it-did-not'],
    },
  ],
});
