import {
  acceptQueueGrows,
  deadDns,
  defineScenario,
  incidentHost,
  incidentNetwork,
  kernelIsFast,
  outsiderOut,
  sessionIsUndisturbed,
} from '../lab/index.ts';

export default defineScenario({
  title: 'a DNS that never answers: clients wait until the resolver gives up, then are refused',
  story: `The nameserver takes queries and stays silent. For each client the resolver waits timeout × attempts (5 s × 2) in the accept
thread. Then libwrap has no name to match, so even clients of the domain that the ACL allows are refused.`,
  ...incidentNetwork,
  host: incidentHost,
  ...deadDns,
  outage: true,
  expectations: [
    {
      id: 'refused',
      text: 'Clients that the ACL allows are refused',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      atLeast: 2,
    },
    {
      id: 'after-the-resolver-gave-up',
      text: 'No client is refused before the resolver gives up (timeout × attempts)',
      measure: { of: 'stage', path: 'tcp', stage: 'refusal', statistic: 'min' },
      atLeast: { timesResolverGivesUp: 0.95 },
      minimumSamples: 2,
    },
    kernelIsFast,
    {
      id: 'counted',
      text: 'Connection_errors_tcpwrap counts the refusals',
      measure: { of: 'reading', side: 'server', name: 'connectionErrorsTcpwrap', statistic: 'increase' },
      atLeast: 2,
      minimumSamples: 20,
    },
    {
      id: 'time-wait-on-the-server',
      text: 'Refusals leave TIME_WAIT on the server, which closes first',
      measure: { of: 'reading', side: 'server', name: 'timeWait', statistic: 'max' },
      atLeast: 2,
      minimumSamples: 20,
    },
    acceptQueueGrows(10),
    sessionIsUndisturbed,
    outsiderOut,
  ],
});
