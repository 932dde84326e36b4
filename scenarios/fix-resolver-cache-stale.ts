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
  title: 'a resolver cache that serves expired records: known clients outlast the outage',
  story: `As in fix-resolver-cache-expired, but with serve-stale (RFC 8767): unbound answers at once from an expired record, and asks the nameserver
in the background. Clients that got in before the outage still get in. A stranger's name is unknown as before.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 20,
  host: incidentHost,
  fixes: ['resolver-cache-stale'],
  expectations: [
    available,
    {
      id: 'fast-when-run-out',
      text: '95 of 100 clients wait for no lookup, even when the records have expired',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p95' },
      within: late,
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'asks-behind',
      text: 'In the background, unbound still asks the nameserver',
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
      but: 'those that it has seen before; one stranger stalls everyone',
      shownBy: ['available', 'fast-when-run-out', 'stranger-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
