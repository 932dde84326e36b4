import { defineScenario, incidentHost, incidentNetwork, oneForwardEach, onePtrEach } from '../lab/index.ts';

export default defineScenario({
  title: 'the healthy host: two quick lookups per connect, and outsiders refused',
  story: `The control: the host of the incident, with a DNS that answers at once. Clients get in within milliseconds on every path. Each client
on the network costs two DNS queries. A client of another domain (an outsider) is refused.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'none' },
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 6 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 1 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 } },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 5000, faultMs: 5000, recoveryMs: 2000 },
  takes: { ratePerSecond: { from: 6, to: 30 } },
  expectations: [
    {
      id: 'tcp-succeeds',
      text: 'TCP clients get in',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      phase: 'all',
      atLeast: 99,
      minimumSamples: 40,
    },
    {
      id: 'socket-succeeds',
      text: 'Clients on the Unix socket get in',
      measure: { of: 'outcome', path: 'socket', outcome: 'ok', as: 'percent' },
      phase: 'all',
      atLeast: 99,
      minimumSamples: 15,
    },
    {
      id: 'steady',
      text: 'Connects are as fast in the second half as in the first',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atMost: { timesBaseline: 3, floor: 50 },
      minimumSamples: 15,
    },
    { ...onePtrEach, text: 'Even a healthy connect costs a PTR query', minimumSamples: 40 },
    { ...oneForwardEach, minimumSamples: 40 },
    {
      id: 'outsider-is-refused',
      text: 'Every outsider is refused',
      measure: { of: 'outcome', path: 'outsider', outcome: 'refused', as: 'percent' },
      phase: 'all',
      atLeast: 100,
      minimumSamples: 8,
    },
    {
      id: 'sessions-end-in-order',
      text: 'Every client ends its session properly: Aborted_clients stays at 0',
      measure: { of: 'reading', side: 'server', name: 'abortedClients', statistic: 'max' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 20,
    },
    {
      id: 'refusals-are-counted',
      text: 'The server counts refused clients in Connection_errors_tcpwrap',
      measure: { of: 'reading', side: 'server', name: 'connectionErrorsTcpwrap', statistic: 'max' },
      phase: 'all',
      atLeast: 8,
    },
  ],
});
