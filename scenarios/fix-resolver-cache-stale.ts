import {
  available,
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
  title: 'a resolver cache that serves what has run out: known clients outlast the outage',
  story: `As in fix-resolver-cache-expired, with serve-stale (RFC 8767): unbound answers at once with what it once knew, and asks behind that. Whoever the
ACL let in before the outage stays let in, and the name of a stranger is unknown as before.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 20,
  host: incidentHost,
  fixes: ['resolver-cache-stale'],
  expectations: [
    available,
    {
      id: 'fast-when-run-out',
      text: 'also when the records have run out: nobody waits for a lookup, 95 of 100',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p95' },
      within: late,
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'asks-behind',
      text: 'The nameserver is asked all the same, behind the answers',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      within: late,
      atLeast: 0.1,
      minimumSamples: 15,
    },
    socketFast,
    outsiderTurnedAway,
    ...strangerStallsAll,
  ],
  claims: [
    {
      id: 'serve-stale-outlasts-outage',
      text: 'A cache that serves expired records carries known clients through the outage.',
      verdict: 'holds with conditions',
      but: 'whom it has seen before; one stranger stalls all',
      shownBy: ['available', 'fast-when-run-out', 'stranger-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
