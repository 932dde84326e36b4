import { defineScenario, impatientClients, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'clients that try again at once: each try costs another two lookups, and few get in',
  story: `A burst of clients comes. Each waits for 1.5 s and then tries again at once, up to eight times. Every try leaves a connection in the queue
that still costs two lookups after its client has gone, so the tries keep the server busy for nobody. In retry-backoff the same clients
back off.`,
  ...incidentNetwork,
  host: incidentHost,
  ...impatientClients({ after: 'immediately', maximumRetries: 8 }),
  expectations: [
    {
      id: 'tries-multiply',
      text: 'A client tries many times',
      measure: { of: 'attempts', path: 'tcp' },
      atLeast: 4,
      minimumSamples: 16,
    },
    {
      id: 'few-get-in',
      text: 'At most half of the clients ever get in',
      measure: { of: 'served', path: 'tcp' },
      atMost: 50,
      minimumSamples: 16,
    },
    {
      id: 'queue-stays-deep',
      text: 'The accept queue fills with connections that nobody is waiting for',
      measure: { of: 'reading', side: 'server', name: 'closeWait', statistic: 'max' },
      atLeast: 40,
      minimumSamples: 20,
    },
    {
      id: 'socket-stalls',
      text: 'The Unix socket stalls with them',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 10 },
      minimumSamples: 10,
    },
  ],
  claims: [
    {
      id: 'retrying-helps',
      text: 'Clients that time out should try again at once.',
      verdict: 'does not hold',
      but: 'each try costs the server two more lookups, so the tries themselves keep it blocked',
      shownBy: ['tries-multiply', 'few-get-in', 'queue-stays-deep', 'socket-stalls'],
    },
  ],
});
