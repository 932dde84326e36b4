import { defineScenario, everyClient, healed, incidentNetwork, oneAtATimeWithOutsider, outsiderRefused } from '../lab/index.ts';

export default defineScenario({
  title: 'an outsider whose PTR record claims an allowed name: the forward check exposes the lie',
  story: `The owner of an address writes its reverse zone, and can claim any name there. libwrap looks up the claimed name, does not find the
outsider’s address, and refuses.`,
  ...incidentNetwork,
  ...oneAtATimeWithOutsider,
  fault: { id: 'spoofed' },
  expectations: [
    { ...outsiderRefused, text: 'The outsider is refused', minimumSamples: 5 },
    {
      id: 'claim-is-checked',
      text: 'The name that the outsider claims is looked up',
      measure: { of: 'queries', as: 'perSecond' },
      atLeast: { timesBaseline: 0.8 },
    },
    everyClient('ok', 'Clients do not notice'),
    healed,
  ],
});
