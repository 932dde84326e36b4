import {
  defineScenario,
  incidentHost,
  incidentNetwork,
  knownClients,
  late,
  outsiderTurnedAway,
  socketFast,
  strangerStallsAll,
} from '../lab/index.ts';

export default defineScenario({
  title: 'nscd: what has run out is served until nscd comes round to it, one name after another',
  story: `glibc's own cache, with records that may be kept for 5 s. nscd looks for what has run out every 15 s or so, and serves it until then. It asks for
each such name itself, aside from the clients, and drops it when the DNS does not answer: in an outage it forgets one name in ten seconds.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 5,
  host: incidentHost,
  fixes: ['nscd'],
  expectations: [
    {
      id: 'most-get-in',
      text: 'Most clients get in while the DNS is dead, though their records have run out',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      atLeast: 70,
      minimumSamples: 60,
    },
    {
      id: 'fast-when-run-out',
      text: 'and wait for no lookup, nine seconds after the last of them has',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      within: late,
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'few-lookups',
      text: 'Few connects cost a query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      atMost: 0.3,
      minimumSamples: 60,
    },
    socketFast,
    outsiderTurnedAway,
    ...strangerStallsAll,
  ],
  claims: [
    {
      id: 'nscd-helps',
      text: 'nscd does as a cache on the database host.',
      verdict: 'holds with conditions',
      but: 'in a short outage, for clients that it knows: it drops names one after another, and one stranger stalls all',
      shownBy: ['most-get-in', 'fast-when-run-out', 'stranger-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
