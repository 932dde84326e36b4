import { defineScenario, incidentHost, incidentNetwork, sessionIsUndisturbed, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen otherwise: the Unix socket is not always available, only open sessions are',
  story: `The article says that connecting through the Unix socket would have worked all the time. libwrap does not check socket clients.
But the accept thread that waits for the DNS serves the socket too, and looks at TCP first. Open sessions have threads of their own and
notice nothing.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  load: [
    ...slowDnsSeen.load,
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 }, connectTimeoutMs: 5000 },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  expectations: [
    {
      id: 'socket-is-fine-before',
      text: 'Before the fault every connect through the socket gets in',
      measure: { of: 'outcome', path: 'socket', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 99,
      minimumSamples: 8,
    },
    {
      id: 'socket-stalls',
      text: 'Under a slow DNS connects through the socket wait longer than a client’s lookups take',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 10,
    },
    {
      id: 'socket-fails',
      text: 'Socket clients that wait 5 s at most time out',
      measure: { of: 'outcome', path: 'socket', outcome: 'timedOut', as: 'count' },
      atLeast: 3,
      minimumSamples: 10,
    },
    sessionIsUndisturbed,
  ],
  claims: [
    {
      id: 'socket-always-available',
      text: 'Through the Unix socket the server was available all the time.',
      verdict: 'does not hold',
      but: 'the same accept thread serves it, after TCP: below capacity it is late, above capacity it waits until no TCP client is queued',
      shownBy: ['socket-is-fine-before', 'socket-stalls', 'socket-fails'],
    },
    {
      id: 'server-serves-requests',
      text: 'mysqld itself was up and able to serve.',
      verdict: 'holds with conditions',
      but: 'for open sessions; nobody gets a new one in time',
      shownBy: ['socket-fails', 'session-is-undisturbed'],
    },
  ],
});
