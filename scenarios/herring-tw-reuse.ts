import { defineScenario, herringTest, incidentHost, incidentNetwork, stalledAsBefore } from '../lab/index.ts';

export default defineScenario({
  title: 'red herring: tcp_tw_reuse and more ports, as the article tried; nobody had run out of ports',
  story: `The article saw TIME_WAIT in netstat, and tuned tcp_tw_reuse and ip_local_port_range in vain. There are sockets in TIME_WAIT on both
sides, but no client fails for lack of a port. The wait is elsewhere.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['tw-reuse'],
  ...herringTest,
  expectations: [
    {
      id: 'no-port-shortage',
      text: 'No client fails for lack of a port, with the tuning or without',
      measure: { of: 'error', path: 'tcp', code: 'EADDRNOTAVAIL' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 60,
    },
    ...stalledAsBefore,
  ],
  claims: [
    {
      id: 'tw-reuse-helps',
      text: 'Tuning TIME_WAIT and the port range on the database host helps.',
      verdict: 'does not hold',
      but: 'no client was short of a port, with the tuning or without',
      shownBy: ['no-port-shortage', 'tcp-stalls', 'accept-queue-grows'],
    },
  ],
});
