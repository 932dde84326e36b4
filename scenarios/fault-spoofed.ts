import { defineScenario, everyClient, healed, incidentNetwork, oneAtATime } from '../lab/index.ts';

export default defineScenario({
  title: 'an outsider whose PTR claims an allowed name: the forward check finds it out',
  story: `Whoever has an address writes its reverse zone. libwrap looks the claimed name up, does not find the outsider’s address, and refuses.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'spoofed' },
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 0.4 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.4 } },
  ],
  expectations: [
    {
      id: 'outsider-refused',
      text: 'The outsider is refused',
      measure: { of: 'outcome', path: 'outsider', outcome: 'refused', as: 'percent' },
      atLeast: 100,
      minimumSamples: 5,
    },
    {
      id: 'claim-is-checked',
      text: 'because the name that it claims is looked up',
      measure: { of: 'queries', as: 'perSecond' },
      atLeast: { timesBaseline: 0.8 },
    },
    everyClient('ok', 'Clients do not notice'),
    healed,
  ],
});
