import { defineScenario, incidentHost, incidentNetwork, oneForwardEach, onePtrEach, slowDns, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: two DNS queries for every connect, and slow answers that mysqld waits for',
  story: `Packets to port 53 and slow answers were the finding that led to the cause. The flood is two queries per connect, so it is largest while
nothing is wrong. During the outage there are fewer queries, because each one holds up the next.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  expectations: [
    { ...onePtrEach, minimumSamples: 40 },
    { ...oneForwardEach, minimumSamples: 40 },
    {
      id: 'flood-before',
      text: 'While nothing is wrong, the queries of the host are a flood',
      measure: { of: 'queries', as: 'perSecond' },
      phase: 'baseline',
      atLeast: 9,
      minimumSamples: 40,
    },
    {
      id: 'fewer-during',
      text: 'Under a slow DNS the host asks less, one question at a time',
      measure: { of: 'queries', as: 'perSecond' },
      atMost: { timesBaseline: 0.5 },
      minimumSamples: 10,
    },
    { ...slowDns.answersAreSlow, minimumSamples: 10 },
    {
      id: 'socket-to-port-53',
      text: 'The server itself, mysqld, has a UDP socket to port 53',
      measure: { of: 'reading', side: 'server', name: 'dnsSockets', statistic: 'max' },
      atLeast: 1,
      minimumSamples: 20,
    },
  ],
  claims: [
    {
      id: 'dns-flood',
      text: 'The database host sends its nameserver very many queries.',
      verdict: 'holds with conditions',
      but: 'two for each connect, and most while nothing is wrong: in the outage there are fewer',
      shownBy: ['one-ptr-each', 'one-forward-each', 'flood-before', 'fewer-during'],
    },
    {
      id: 'dns-answers-slow',
      text: 'The DNS answers slowly, and mysqld waits for it.',
      verdict: 'holds',
      shownBy: ['answers-are-slow', 'socket-to-port-53'],
    },
  ],
});
