import { defineScenario, incidentHost, incidentNetwork, sessionIsUndisturbed } from '../lab/index.ts';

export default defineScenario({
  title: 'a burst of clients that give up: the server stays blocked long after the last of them has left',
  story: `Twenty-five clients connect at once and wait 2 s at most. Then they are gone, but their connections are still in the accept queue, and
the server makes two lookups for each. Until it is done nobody gets in, over TCP or through the socket, not even clients that cost no
lookup of their own.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 350 },
  load: [
    {
      path: 'tcp',
      arrivals: { process: 'burst', phase: 'fault', offsetMs: 500, count: 25, elsewherePerSecond: 4 },
      connectTimeoutMs: 2000,
    },
    { path: 'localTcp', arrivals: { process: 'constant', ratePerSecond: 2 }, connectTimeoutMs: 60_000 },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 }, connectTimeoutMs: 60_000 },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 24_000, recoveryMs: 3000 },
  expectations: [
    {
      id: 'burst-gives-up',
      text: 'Most clients of the burst time out and leave',
      measure: { of: 'outcome', path: 'tcp', outcome: 'timedOut', as: 'percent' },
      atLeast: 75,
      minimumSamples: 25,
    },
    {
      id: 'left-in-close-wait',
      text: 'Connections of clients that have left stay in the server’s accept queue, in the state CLOSE_WAIT',
      measure: { of: 'reading', side: 'server', name: 'closeWait', statistic: 'max' },
      atLeast: 15,
      minimumSamples: 20,
    },
    {
      id: 'each-is-looked-up',
      text: 'The server still looks up each client that has left',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      atLeast: 0.95,
      minimumSamples: 25,
    },
    {
      id: 'server-stays-blocked',
      text: 'After the last client has left, the server stays blocked for the lookups that it still has to make',
      measure: { of: 'blocked', path: 'localTcp', after: 'tcp' },
      atLeast: { timesInjectedDelay: 36 },
      minimumSamples: 20,
    },
    {
      id: 'for-no-longer',
      text: 'The server stays blocked no longer than all lookups together take',
      measure: { of: 'blocked', path: 'localTcp', after: 'tcp' },
      atMost: { timesInjectedDelay: 52 },
      minimumSamples: 20,
    },
    {
      id: 'socket-stays-blocked',
      text: 'The Unix socket is blocked just as long',
      measure: { of: 'blocked', path: 'socket', after: 'tcp' },
      atLeast: { timesInjectedDelay: 36 },
      minimumSamples: 20,
    },
    sessionIsUndisturbed,
  ],
  claims: [
    {
      id: 'few-seconds',
      text: 'The server becomes unresponsive for a few seconds.',
      verdict: 'holds with conditions',
      but: 'two lookups for each queued client, including those that have left: the backlog decides how long',
      shownBy: ['burst-gives-up', 'each-is-looked-up', 'server-stays-blocked', 'for-no-longer', 'socket-stays-blocked'],
    },
  ],
});
