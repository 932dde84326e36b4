import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: the same loop on the database host, over TCP to its own address, stalls as well',
  story: `The connect loop of observe-remote-loop now runs on the database host, so that no network is left to blame. It stalls just like
the remote one. The host is named in its own /etc/hosts and costs no query, but it waits behind the lookups of other clients, in the same
accept queue.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  load: [...slowDnsSeen.load, { path: 'localTcp', arrivals: { process: 'constant', ratePerSecond: 2 } }],
  expectations: [
    {
      id: 'local-loop-stalls',
      text: 'A client on the database host waits longer for its greeting than its own lookups would take',
      measure: { of: 'stage', path: 'localTcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 10,
    },
    {
      id: 'it-costs-no-query',
      text: 'The client on the database host costs no query at all: /etc/hosts names the host itself',
      measure: { of: 'lookups', path: 'localTcp', type: 'PTR' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 20,
    },
    {
      id: 'remote-clients-do',
      text: 'Each remote client costs a query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
    {
      id: 'kernel-is-fast',
      text: 'The TCP connection of the client on the database host is made at once',
      measure: { of: 'stage', path: 'localTcp', stage: 'tcpConnected', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 50 },
      minimumSamples: 10,
    },
  ],
  claims: [
    {
      id: 'local-tcp-stalls',
      text: 'A loop over TCP on the database host shows the same stall.',
      verdict: 'holds',
      shownBy: ['local-loop-stalls'],
    },
    {
      id: 'local-tcp-proves-mysqld',
      text: 'Local TCP stalls too, so mysqld is the culprit.',
      verdict: 'does not hold',
      but: 'it waits behind the lookups of remote clients, in the same accept queue',
      shownBy: ['local-loop-stalls', 'it-costs-no-query', 'remote-clients-do'],
    },
  ],
});
