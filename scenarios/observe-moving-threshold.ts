import { defineScenario, incidentHost, incidentNetwork, steppedLoad } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: the threshold is not always the same: with a DNS twice as slow it is half as high',
  story: `The load of the scenario threshold to the letter, and answers that are 200 ms late in place of 100. Rates that were slow but bounded there are an
outage here. Nothing on the database host has changed: the threshold is a property of the DNS at that moment.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 200 },
  ...steppedLoad,
  expectations: [
    {
      id: 'knee-not-lower',
      text: 'The queue begins to grow at no less than 0.8 of the capacity that this delay gives',
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
    {
      id: 'below-the-other-threshold',
      text: 'That is lower than where the scenario threshold has its own (at least 4 a second)',
      measure: { of: 'knee', path: 'tcp' },
      atMost: 3.5,
      minimumSamples: 10,
    },
    {
      id: 'grows-where-it-did-not',
      text: 'At four a second, which threshold takes without a queue, the queue grows here',
      measure: { of: 'queueGrowth', path: 'tcp', steps: { from: 4, to: 4 } },
      atLeast: { timesCapacity: 0.3 },
    },
  ],
  claims: [
    {
      id: 'threshold-moves',
      text: 'The threshold is not always the same one.',
      verdict: 'holds',
      shownBy: ['knee-not-lower', 'knee-not-higher', 'below-the-other-threshold', 'grows-where-it-did-not'],
    },
  ],
});
