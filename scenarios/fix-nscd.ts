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
  title: 'nscd: serves expired names until it gets round to them, then forgets one after another',
  story: `nscd is glibc's own cache; here records have a TTL of 5 s. About every 15 s nscd looks for expired names, and serves them until then. It
asks for each of them again, independently of the clients, and drops it when the DNS does not answer. In an outage it forgets a name every
ten seconds.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 5,
  host: incidentHost,
  fixes: ['nscd'],
  expectations: [
    {
      id: 'most-get-in',
      text: 'Most clients get in while the DNS is dead, although their records have expired',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      atLeast: 70,
      minimumSamples: 60,
    },
    {
      id: 'fast-when-run-out',
      text: 'Clients wait for no lookup, nine seconds after the last record has expired',
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
      text: 'nscd will do as the cache on the database host.',
      verdict: 'holds with conditions',
      but: 'in a short outage, for clients that it knows: it drops names one after another, and one stranger stalls everyone',
      shownBy: ['most-get-in', 'fast-when-run-out', 'stranger-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
