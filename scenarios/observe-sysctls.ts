import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

const tuned = {
  'net.ipv4.ip_local_port_range': '1024 65535',
  'net.ipv4.tcp_tw_reuse': '1',
  'net.ipv4.tcp_fin_timeout': '10',
} as const;

export default defineScenario({
  title: 'tried: a wider port range and tcp_tw_reuse, on server and clients; nothing changes',
  story: `What one does about TIME_WAIT: more ports, and permission to use them again. Set on both sides, and the outage is the same, because no port was
lacking. The accept thread still asks the DNS for each client.`,
  ...incidentNetwork,
  host: { ...incidentHost, sysctls: { ...incidentHost.sysctls, ...tuned } },
  clientSysctls: tuned,
  ...slowDnsSeen,
  expectations: [
    {
      id: 'still-stalls',
      text: 'Clients still wait for at least two lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 20,
    },
    {
      id: 'queue-still-grows',
      text: 'and pile up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: 15,
      minimumSamples: 20,
    },
    {
      id: 'one-ptr-each',
      text: 'because each still costs a PTR query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
  ],
  claims: [
    {
      id: 'sysctls-help',
      text: 'A wider ip_local_port_range and tcp_tw_reuse help.',
      verdict: 'does not hold',
      but: 'nothing changes: no port was lacking',
      shownBy: ['still-stalls', 'queue-still-grows', 'one-ptr-each'],
    },
  ],
});
