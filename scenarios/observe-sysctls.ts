import { defineScenario, incidentHost, incidentNetwork, onePtrEach, slowDnsSeen } from '../lab/index.ts';

const tuned = {
  'net.ipv4.ip_local_port_range': '1024 65535',
  'net.ipv4.tcp_tw_reuse': '1',
  'net.ipv4.tcp_fin_timeout': '10',
} as const;

export default defineScenario({
  title: 'tried: a wider port range and tcp_tw_reuse, on server and clients; nothing changes',
  story: `The usual tuning against TIME_WAIT: more ports, and permission to reuse them. It is set on both sides, and the outage is the same,
because there was no shortage of ports. The accept thread still asks the DNS about each client.`,
  ...incidentNetwork,
  host: { ...incidentHost, sysctls: { ...incidentHost.sysctls, ...tuned } },
  clientSysctls: tuned,
  ...slowDnsSeen,
  expectations: [
    {
      id: 'still-stalls',
      text: 'Clients still wait at least two lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 20,
    },
    {
      id: 'queue-still-grows',
      text: 'Connections pile up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: 15,
      minimumSamples: 20,
    },
    { ...onePtrEach, text: 'Every connect still costs a PTR query', minimumSamples: 40 },
  ],
  claims: [
    {
      id: 'sysctls-help',
      text: 'A wider ip_local_port_range and tcp_tw_reuse help.',
      verdict: 'does not hold',
      but: 'nothing changes: there was no shortage of ports',
      shownBy: ['still-stalls', 'queue-still-grows', 'one-ptr-each'],
    },
  ],
});
