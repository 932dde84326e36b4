import { acceptQueueGrows, defineScenario, incidentHost, incidentNetwork, nobodyRefused, outsiderOut, remedyTest } from '../lab/index.ts';

export default defineScenario({
  title: 'advice of the article on its own: a second nameserver lets clients in, after two timeouts each',
  story: `The first nameserver is dead, the second is healthy. For each query glibc asks the first, and waits 5 s before it turns to the second:
5 s for the PTR query and 5 s for the forward query, in the accept thread. Clients do get in now, but only one every ten seconds.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['second-nameserver'],
  ...remedyTest,
  expectations: [
    { ...nobodyRefused, text: 'No client is refused: the second nameserver knows its name' },
    {
      id: 'still-slow',
      text: 'Clients still wait for the dead nameserver',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: 5000,
      minimumSamples: 30,
    },
    { ...acceptQueueGrows(10), text: 'Connections pile up in the accept queue' },
    outsiderOut,
  ],
  claims: [
    {
      id: 'second-nameserver-helps',
      text: 'More than one nameserver in resolv.conf keeps the server available.',
      verdict: 'does not hold',
      but: 'no client is refused any more, but each lookup waits for the dead one first, and the queue grows as before',
      shownBy: ['nobody-refused', 'still-slow', 'accept-queue-grows'],
    },
  ],
});
