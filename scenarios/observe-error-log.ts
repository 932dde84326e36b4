import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: lines about communication packets in the error log, from clients that left while waiting',
  story: `The accept thread takes a client that gave up long ago, lets libwrap look up its name, and starts a thread that greets nobody. Only this
gets into the error log: after the fact, and with log_warnings or log_error_verbosity raised. No line mentions the DNS or libwrap.`,
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
      id: 'lines-of-who-left',
      text: 'TCP clients that left get lines in the error log: “Aborted connection” on MariaDB, “error reading communication packets” on MySQL',
      measure: { of: 'logLines', containing: ['Aborted connection', 'error reading communication packets'] },
      phase: 'all',
      atLeast: 5,
    },
    {
      id: 'communication-packets',
      text: 'Clients on the Unix socket get “error writing communication packets”, on both servers',
      measure: { of: 'logLines', containing: 'error writing communication packets' },
      phase: 'all',
      atLeast: 1,
    },
    {
      id: 'aborted-connects-counted',
      text: 'Aborted_connects counts clients that left while waiting',
      measure: { of: 'reading', side: 'server', name: 'abortedConnects', statistic: 'increase' },
      phase: 'all',
      atLeast: 5,
      minimumSamples: 20,
    },
    {
      id: 'libwrap-is-silent',
      text: 'No line mentions libwrap',
      measure: { of: 'logLines', containing: 'libwrap' },
      phase: 'all',
      atMost: 0,
    },
  ],
  claims: [
    {
      id: 'log-shows-it',
      text: 'The error log shows the outage in lines about communication packets.',
      verdict: 'holds with conditions',
      but: 'only for clients that left while waiting, only afterwards, and no line says why they waited',
      shownBy: ['clients-leave', 'lines-of-who-left', 'communication-packets', 'libwrap-is-silent'],
    },
  ],
});
