import { defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest } from '../lab/index.ts';

export default defineScenario({
  title: 'advice of the article alone: with a second nameserver clients get in, after two time-outs each',
  story: `The first nameserver is dead, the second is healthy. glibc asks the first for each query and waits 5 s before it turns to the second:
5 s for the PTR query, 5 s for the forward query, in the accept thread. Clients are accepted now, but one in ten seconds.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['second-nameserver'],
  ...remedyTest,
  expectations: [
    {
      id: 'nobody-refused',
      text: 'No client is refused any more: the second nameserver knows its name',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 30,
    },
    {
      id: 'still-slow',
      text: 'but clients still wait for the dead one',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: 5000,
      minimumSamples: 30,
    },
    {
      id: 'accept-queue-grows',
      text: 'and pile up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: { timesBaseline: 3, floor: 10 },
      minimumSamples: 20,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'second-nameserver-helps',
      text: 'More than one nameserver in resolv.conf keeps the server available.',
      verdict: 'does not hold',
      but: 'nobody is refused any more, but each lookup waits for the dead one first, and the queue grows as before',
      shownBy: ['nobody-refused', 'still-slow', 'accept-queue-grows'],
    },
  ],
});
