import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: lines of aborted connections in the error log, from clients that left while they waited',
  story: `The accept thread takes a client that has long given up, lets libwrap ask for its name, and starts a thread that greets nobody. Only that
gets into the error log, with log_warnings or log_error_verbosity raised, and after the fact. No line names the DNS or libwrap.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  load: [
    { ...slowDnsSeen.load[0], connectTimeoutMs: 2000 },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 }, connectTimeoutMs: 2000 },
  ],
  expectations: [
    {
      id: 'clients-leave',
      text: 'Clients give up waiting',
      measure: { of: 'outcome', path: 'tcp', outcome: 'timedOut', as: 'count' },
      atLeast: 10,
      minimumSamples: 20,
    },
    {
      id: 'aborted-connection',
      text: 'The error log has lines of aborted connections',
      measure: { of: 'logLines', containing: 'Aborted connection' },
      phase: 'all',
      atLeast: 5,
    },
    {
      id: 'communication-packets',
      text: 'and of errors with communication packets: those of clients on the Unix socket, on MariaDB',
      measure: { of: 'logLines', containing: 'communication packets' },
      phase: 'all',
      atLeast: 1,
    },
    {
      id: 'aborted-connects-counted',
      text: 'Aborted_connects counts them',
      measure: { of: 'reading', side: 'server', name: 'abortedConnects', statistic: 'increase' },
      phase: 'all',
      atLeast: 5,
      minimumSamples: 20,
    },
    {
      id: 'libwrap-is-silent',
      text: 'No line names libwrap',
      measure: { of: 'logLines', containing: 'libwrap' },
      phase: 'all',
      atMost: 0,
    },
  ],
  claims: [
    {
      id: 'log-shows-it',
      text: 'The error log shows the outage by lines about communication packets.',
      verdict: 'holds with conditions',
      but: 'only clients that left while they waited leave lines, afterwards, and none of them tells why they waited',
      shownBy: ['clients-leave', 'aborted-connection', 'communication-packets', 'libwrap-is-silent'],
    },
  ],
});
