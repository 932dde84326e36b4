import { defineScenario, incidentHost, incidentNetwork, kernelIsFast, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: a connect loop from another host stalls and times out, although the network is fine',
  story: `The first thing to try: connect from another host, again and again. Connects time out, but nothing is lost on the way. The kernel of the
database host completes each TCP connection at once, and the server's greeting is late. That tells a slow server from a bad network.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  load: [{ ...slowDnsSeen.load[0], connectTimeoutMs: 3000 }],
  expectations: [
    {
      id: 'loop-is-fine-before',
      text: 'Before the fault every connect of the loop gets in',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 99,
      minimumSamples: 20,
    },
    {
      id: 'loop-times-out',
      text: 'Under a slow DNS most connects of the loop time out',
      measure: { of: 'outcome', path: 'tcp', outcome: 'timedOut', as: 'percent' },
      atLeast: 50,
      minimumSamples: 20,
    },
    {
      id: 'nobody-is-refused',
      text: 'No connect of the loop is refused: they wait',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      atMost: 0,
      minimumSamples: 20,
    },
    { ...kernelIsFast, text: 'The TCP connection itself is made at once: the network is fine' },
    {
      id: 'nothing-dropped',
      text: 'The kernel drops no connection for lack of room in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'listenDrops', statistic: 'increase' },
      atMost: 0,
      minimumSamples: 20,
    },
  ],
  claims: [
    {
      id: 'network-drops-connections',
      text: 'Remote connections are dropped somewhere in the network.',
      verdict: 'does not hold',
      but: 'the kernel completes every TCP connection at once; the server’s greeting is late',
      shownBy: ['loop-times-out', 'kernel-is-fast', 'nothing-dropped'],
    },
  ],
});
