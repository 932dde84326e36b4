import { defineScenario, incidentHost, incidentNetwork, kernelIsFast, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: many sockets in TIME_WAIT, before the outage as well, and no client short of ports',
  story: `A connection that is closed properly leaves a socket in TIME_WAIT for a minute, on the side that closed first. Any busy server
sees rate × 60 s of them. A slow DNS makes fewer, because fewer connects finish. time-wait-exhaustion shows what TIME_WAIT does when it is
the cause.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  // Without QUIT, so that the clients close first: after a QUIT the server sometimes wins that race, because packets take no time here.
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
      text: 'TIME_WAIT on the clients grows by less than before the fault',
      measure: { of: 'reading', side: 'client', name: 'timeWait', statistic: 'increase' },
      atMost: { timesBaseline: 0.7 },
      minimumSamples: 20,
    },
    { ...kernelIsFast, text: 'TCP connections are made at once', minimumSamples: 50 },
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
      text: 'Too many connections in TIME_WAIT use up TCP’s resources.',
      verdict: 'does not hold',
      but: 'there are as many before; in the outage their number grows more slowly, and nobody lacks a port',
      shownBy: ['there-before', 'stalls', 'grows-less-during', 'ports-are-left'],
    },
  ],
});
