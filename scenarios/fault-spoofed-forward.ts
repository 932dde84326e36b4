import { defineScenario, everyClient, healed, incidentNetwork, oneAtATimeWithOutsider, outsiderOut } from '../lab/index.ts';

export default defineScenario({
  title: 'a lie in both zones: an ACL by name lets the outsider in',
  story: `The outsider's PTR record claims an allowed name, and that name leads back to the outsider’s address. This can happen after cache
poisoning, or with a domain that others can write to. An ACL by name is only as good as the DNS behind it.`,
  ...incidentNetwork,
  ...oneAtATimeWithOutsider,
  fault: { id: 'spoofed', forward: true },
  expectations: [
    {
      id: 'outsider-gets-in',
      text: 'The outsider gets in every time',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'percent' },
      atLeast: 100,
      minimumSamples: 5,
    },
    { ...outsiderOut, id: 'not-before', text: 'The outsider never gets in before the fault', phase: 'baseline' },
    everyClient('ok', 'Clients do not notice'),
    healed,
  ],
});
