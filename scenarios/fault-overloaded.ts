import { defineScenario, healed, incidentNetwork, oneAtATime } from '../lab/index.ts';

export default defineScenario({
  title: 'a nameserver that answers four queries a second: the more it is asked, the later it answers',
  story: `The nameserver answers one query after the other, and each takes it 250 ms. A client every two seconds finds it idle. With four clients a
second its queue grows, and every answer waits for those before it. So the rate that the database host can take is not always the same.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'overloaded', capacityPerSecond: 4 },
  load: [{ path: 'tcp', arrivals: { process: 'steps', phase: 'fault', ratesPerSecond: [0.5, 4], stepMs: 7500, elsewherePerSecond: 0.5 } }],
  expectations: [
    {
      id: 'idle',
      text: 'With one client every two seconds a connect takes two service times',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 1, to: 1 } },
      atLeast: { timesInjectedDelay: 1.9 },
      minimumSamples: 3,
    },
    {
      id: 'bounded',
      text: 'With one client every two seconds a connect takes not much more than two service times',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 1, to: 1 } },
      atMost: { timesInjectedDelay: 6 },
      minimumSamples: 3,
    },
    {
      id: 'busy',
      text: 'With four clients a second a connect takes far more than two service times',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50', steps: { from: 2, to: 2 } },
      atLeast: { timesInjectedDelay: 8 },
      minimumSamples: 3,
    },
    healed,
  ],
});
