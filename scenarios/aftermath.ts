import { defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'a burst of clients that give up: the server stays blocked long after the last of them has left',
  story: `Twenty-five clients connect at once and wait for 2 s at most. After that nobody is there any more, but their connections are in the accept
queue, and each gets its two lookups. Until the last is done no client gets in, over TCP or the socket, although the two that try
cost no lookup themselves.`,
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
      text: 'What they leave is CLOSE_WAIT on the server, in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'closeWait', statistic: 'max' },
      atLeast: 15,
      minimumSamples: 20,
    },
    {
      id: 'each-is-looked-up',
      text: 'Each is still looked up',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      atLeast: 0.95,
      minimumSamples: 25,
    },
    {
      id: 'server-stays-blocked',
      text: 'When the last has left, the server stays blocked for the lookups of those that it had not come to',
      measure: { of: 'blocked', path: 'localTcp', after: 'tcp' },
      atLeast: { timesInjectedDelay: 36 },
      minimumSamples: 20,
    },
    {
      id: 'for-no-longer',
      text: 'and for no longer than all of them take',
      measure: { of: 'blocked', path: 'localTcp', after: 'tcp' },
      atMost: { timesInjectedDelay: 52 },
      minimumSamples: 20,
    },
    {
      id: 'socket-stays-blocked',
      text: 'The Unix socket is blocked for as long',
      measure: { of: 'blocked', path: 'socket', after: 'tcp' },
      atLeast: { timesInjectedDelay: 36 },
      minimumSamples: 20,
    },
    {
      id: 'session-is-undisturbed',
      text: 'A session that is open notices nothing',
      measure: { of: 'stage', path: 'session', stage: 'firstResult', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 50 },
      minimumSamples: 20,
    },
  ],
  claims: [
    {
      id: 'few-seconds',
      text: 'The server becomes unresponsive for a few seconds.',
      verdict: 'holds with conditions',
      but: 'two lookups for each client that is queued, also for those that have left: the backlog decides how long',
      shownBy: ['burst-gives-up', 'each-is-looked-up', 'server-stays-blocked', 'for-no-longer', 'socket-stays-blocked'],
    },
  ],
});
