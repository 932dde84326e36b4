import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: the same loop on the database host, over TCP to its own address, stalls as well',
  story: `The loop is moved to the database host, so that no network is left to blame. It stalls as the remote one does. The host is named in its own
/etc/hosts and costs no query; it waits behind the lookups of the others, in the one accept queue.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  load: [...slowDnsSeen.load, { path: 'localTcp', arrivals: { process: 'constant', ratePerSecond: 2 } }],
  expectations: [
    {
      id: 'local-loop-stalls',
      text: 'A client on the database host waits for its greeting for more than its own lookups would take',
      measure: { of: 'stage', path: 'localTcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 10,
    },
    {
      id: 'it-costs-no-query',
      text: 'although it costs no query at all: /etc/hosts names the host itself',
      measure: { of: 'lookups', path: 'localTcp', type: 'PTR' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 20,
    },
    {
      id: 'remote-clients-do',
      text: 'while each remote client costs one',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
    {
      id: 'kernel-is-fast',
      text: 'Its TCP connection is made at once',
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
      text: 'That local TCP stalls too shows that mysqld is at fault.',
      verdict: 'does not hold',
      but: 'it waits behind the lookups of remote clients, in the same accept queue',
      shownBy: ['local-loop-stalls', 'it-costs-no-query', 'remote-clients-do'],
    },
  ],
});
