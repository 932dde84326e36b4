import { defineScenario, healed, incidentNetwork, longestWait, oneAtATime, someGetIn } from '../lab/index.ts';

export default defineScenario({
  title: 'a nameserver that comes and goes: some connects cost nothing, others a timeout or more',
  story: `The nameserver is down for three seconds, then up for three. A client that comes while it is up gets in at once. For one that comes while
it is down, glibc asks again after its timeout. If the nameserver is back by then, the client gets in late; if not, it is refused.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'flapping' },
  expectations: [
    longestWait('The unlucky wait at least one timeout: half of what the resolver waits with two attempts', {
      atLeast: { timesResolverGivesUp: 0.45 },
    }),
    {
      id: 'lucky',
      text: 'The lucky do not wait',
      measure: { of: 'elapsed', path: 'tcp', statistic: 'min' },
      atMost: { timesResolverGivesUp: 0.25 },
      minimumSamples: 5,
    },
    someGetIn,
    healed,
  ],
});
