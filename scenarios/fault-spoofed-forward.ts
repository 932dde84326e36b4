import { defineScenario, everyClient, healed, incidentNetwork, oneAtATime } from '../lab/index.ts';

export default defineScenario({
  title: 'a lie in both zones: an ACL by name lets the outsider in',
  story: `The claimed name leads back to the outsider’s address as well, as after cache poisoning or with a domain that others can write to. An ACL by
name rests on the DNS telling the truth.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'spoofed', forward: true },
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 0.4 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.4 } },
  ],
  expectations: [
    {
      id: 'outsider-gets-in',
      text: 'The outsider gets in, each time',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'percent' },
      atLeast: 100,
      minimumSamples: 5,
    },
    {
      id: 'not-before',
      text: 'which it never did before',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
      phase: 'baseline',
      atMost: 0,
    },
    everyClient('ok', 'Clients do not notice'),
    healed,
  ],
});
