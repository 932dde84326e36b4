import { defineScenario, healed, incidentNetwork, longestWait, oneAtATime } from '../lab/index.ts';

export default defineScenario({
  title: 'a nameserver that comes and goes: some connects cost nothing, others a timeout or more',
  story: `Down for three seconds, up for three. glibc asks again after its timeout: whoever is lucky then gets in late, whoever is not is refused.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'flapping' },
  expectations: [
    longestWait('The unlucky wait for at least one timeout, half of what the resolver waits with two attempts', {
      atLeast: { timesResolverGivesUp: 0.45 },
    }),
    {
      id: 'lucky',
      text: 'the lucky wait for nothing',
      measure: { of: 'elapsed', path: 'tcp', statistic: 'min' },
      atMost: { timesResolverGivesUp: 0.25 },
      minimumSamples: 5,
    },
    {
      id: 'some-get-in',
      text: 'and some get in',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'count' },
      atLeast: 1,
      minimumSamples: 5,
    },
    healed,
  ],
});
