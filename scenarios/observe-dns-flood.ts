import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: two DNS queries for every connect, and slow answers that mysqld waits for',
  story: `Packets to port 53, and slow answers: the finding that led to the cause. The flood is two queries for each connect, so it is largest while
all is well; in the outage the queries become fewer, because each one holds up the next.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  expectations: [
    {
      id: 'one-ptr-each',
      text: 'Every connect costs a PTR query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
    {
      id: 'one-forward-each',
      text: 'and a forward query',
      measure: { of: 'lookups', path: 'tcp', type: 'forward' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
    {
      id: 'flood-before',
      text: 'That is a flood at five connects a second, while all is well',
      measure: { of: 'queries', as: 'perSecond' },
      phase: 'baseline',
      atLeast: 9,
      minimumSamples: 40,
    },
    {
      id: 'fewer-during',
      text: 'Under a slow DNS it asks less, one question at a time',
      measure: { of: 'queries', as: 'perSecond' },
      atMost: { timesBaseline: 0.5 },
      minimumSamples: 10,
    },
    {
      id: 'answers-are-slow',
      text: 'and every answer is slow to come',
      measure: { of: 'queries', as: 'answerMs' },
      atLeast: { timesInjectedDelay: 0.95 },
      minimumSamples: 10,
    },
    {
      id: 'socket-to-port-53',
      text: 'mysqld itself is seen with a UDP socket to port 53',
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
      but: 'two for each connect, and most while all is well: in the outage they become fewer',
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
