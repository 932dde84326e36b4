import { deadDns, defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'a DNS that never answers: clients wait for the resolver to give up, then are refused',
  story: `The nameserver takes queries and stays silent. For each client the resolver waits timeout × attempts (5 s × 2), in the accept
thread; then libwrap has no name to match, so even the clients of the ACL's own domain are refused.`,
  ...incidentNetwork,
  host: incidentHost,
  ...deadDns,
  expectations: [
    {
      id: 'refused',
      text: 'Clients that the ACL allows are refused',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      atLeast: 2,
    },
    {
      id: 'after-the-resolver-gave-up',
      text: 'none of them sooner than the resolver gives up: timeout × attempts',
      measure: { of: 'stage', path: 'tcp', stage: 'refusal', statistic: 'min' },
      atLeast: { timesResolverGivesUp: 0.95 },
      minimumSamples: 2,
    },
    {
      id: 'kernel-is-fast',
      text: 'while the TCP connection itself stays fast',
      measure: { of: 'stage', path: 'tcp', stage: 'tcpConnected', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 50 },
      minimumSamples: 20,
    },
    {
      id: 'counted',
      text: 'Connection_errors_tcpwrap counts the refusals',
      measure: { of: 'reading', side: 'server', name: 'connectionErrorsTcpwrap', statistic: 'increase' },
      atLeast: 2,
      minimumSamples: 20,
    },
    {
      id: 'time-wait-on-the-server',
      text: 'and TIME_WAIT lands on the server, which closed first',
      measure: { of: 'reading', side: 'server', name: 'timeWait', statistic: 'max' },
      atLeast: 2,
      minimumSamples: 20,
    },
    {
      id: 'accept-queue-grows',
      text: 'All others pile up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: { timesBaseline: 3, floor: 10 },
      minimumSamples: 20,
    },
    {
      id: 'session-is-undisturbed',
      text: 'A session that is already open is not disturbed',
      measure: { of: 'stage', path: 'session', stage: 'firstResult', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 50 },
      minimumSamples: 20,
    },
    {
      id: 'outsider-stays-out',
      text: 'The outsider never gets in',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
      phase: 'all',
      atMost: 0,
    },
  ],
});
