import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: many sockets in TIME_WAIT, before the outage as well, and no client short of ports',
  story: `Connections that are closed in order leave TIME_WAIT for a minute on the side that closed first: rate × 60 s of it on any busy server. A slow
DNS makes less of it, because fewer connects come to an end. What TIME_WAIT does when it is the cause is in time-wait-exhaustion.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  // Without QUIT, so that the clients close first: after one the server wins that race now and then, because packets take no time here.
  load: [{ path: 'tcp', quits: false, arrivals: { process: 'constant', ratePerSecond: 10 } }],
  takes: { ratePerSecond: { from: 8, to: 10 }, delayMs: { from: 300, to: 500 } },
  expectations: [
    {
      id: 'there-before',
      text: 'The clients have many sockets in TIME_WAIT before anything is wrong',
      measure: { of: 'reading', side: 'client', name: 'timeWait', statistic: 'max' },
      phase: 'baseline',
      atLeast: 10,
      minimumSamples: 10,
    },
    {
      id: 'stalls',
      text: 'Under a slow DNS clients wait',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 50,
    },
    {
      id: 'grows-less-during',
      text: 'while TIME_WAIT on the clients grows by less than it did before',
      measure: { of: 'reading', side: 'client', name: 'timeWait', statistic: 'increase' },
      atMost: { timesBaseline: 0.7 },
      minimumSamples: 20,
    },
    {
      id: 'kernel-is-fast',
      text: 'TCP connections are made at once',
      measure: { of: 'stage', path: 'tcp', stage: 'tcpConnected', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 50 },
      minimumSamples: 50,
    },
    {
      id: 'ports-are-left',
      text: 'No client runs out of ports',
      measure: { of: 'error', path: 'tcp', code: 'EADDRNOTAVAIL' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 100,
    },
  ],
  claims: [
    {
      id: 'time-wait-is-the-cause',
      text: 'Too many connections in TIME_WAIT use up what TCP has.',
      verdict: 'does not hold',
      but: 'as much of it is there before; in the outage it grows more slowly and nobody lacks a port',
      shownBy: ['there-before', 'stalls', 'grows-less-during', 'ports-are-left'],
    },
  ],
});
