import { defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'a different problem: a client with 100 ports runs out of them, and its connects fail at once',
  story: `This is what TIME_WAIT does when it is the cause; the DNS is healthy. One client host has 100 ports and opens 60 connections a
second. Each keeps its port for a minute after closing, in the state TIME_WAIT. When all ports are taken, connects fail at once with
EADDRNOTAVAIL, and the server never hears of them. The side that closes first gets TIME_WAIT. On a real network a client that quits and
closes does so first, because the server is a round trip away. Here packets take no time and the server wins some of these races, so these
clients close without COM_QUIT, like a program that exits.`,
  ...incidentNetwork,
  clients: { ...incidentNetwork.clients, tcp: { ...incidentNetwork.clients.tcp, count: 1 } },
  host: incidentHost,
  clientSysctls: { 'net.ipv4.ip_local_port_range': '40000 40099', 'net.ipv4.tcp_tw_reuse': '0' },
  fault: { id: 'none' },
  load: [
    {
      path: 'tcp',
      quits: false,
      arrivals: { process: 'steps', phase: 'fault', stepMs: 12_000, ratesPerSecond: [60], elsewherePerSecond: 2 },
    },
    { path: 'localTcp', arrivals: { process: 'constant', ratePerSecond: 2 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 12_000, recoveryMs: 3000 },
  expectations: [
    {
      id: 'address-not-available',
      text: 'The client runs out of ports: EADDRNOTAVAIL',
      measure: { of: 'error', path: 'tcp', code: 'EADDRNOTAVAIL' },
      atLeast: 50,
      minimumSamples: 100,
    },
    {
      id: 'at-once',
      text: 'Connects without a free port fail at once; in the outage they would wait',
      measure: { of: 'errorTime', path: 'tcp', code: 'EADDRNOTAVAIL', statistic: 'p50' },
      atMost: 50,
      minimumSamples: 50,
    },
    {
      id: 'ports-in-time-wait',
      text: 'The client’s ports are in TIME_WAIT, on its own side',
      measure: { of: 'reading', side: 'client', name: 'timeWait', statistic: 'max' },
      atLeast: 80,
      minimumSamples: 20,
    },
    {
      id: 'others-are-fine',
      text: 'Other clients get in as before, over TCP',
      measure: { of: 'outcome', path: 'localTcp', outcome: 'ok', as: 'percent' },
      phase: 'all',
      atLeast: 99,
      minimumSamples: 20,
    },
    {
      id: 'socket-is-fine',
      text: 'Clients on the Unix socket get in as before',
      measure: { of: 'outcome', path: 'socket', outcome: 'ok', as: 'percent' },
      phase: 'all',
      atLeast: 99,
      minimumSamples: 20,
    },
    {
      id: 'nothing-queued',
      text: 'Nothing piles up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'mean' },
      atMost: 1,
      minimumSamples: 20,
    },
  ],
  claims: [
    {
      id: 'time-wait-looks-like-this',
      text: 'Port exhaustion by TIME_WAIT looks like this outage.',
      verdict: 'does not hold',
      but: 'the client fails at once with EADDRNOTAVAIL; nobody waits, and others get in',
      shownBy: ['address-not-available', 'at-once', 'others-are-fine', 'socket-is-fine', 'nothing-queued'],
    },
  ],
});
