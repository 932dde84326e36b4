import {
  available,
  defineScenario,
  fast,
  incidentHost,
  incidentNetwork,
  knownClients,
  noLookups,
  outsiderTurnedAway,
  socketFast,
  strangerStallsAll,
} from '../lab/index.ts';

export default defineScenario({
  title: 'advice of the article: a resolver cache; known clients notice nothing while their records last',
  story: `unbound runs on the database host and keeps answers for as long as they are valid (their TTL), here five minutes. All clients have
come before the DNS dies, so their names are known and cost no query. A stranger's name is unknown, and its lookup stalls everyone in the
one accept thread.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 300,
  host: incidentHost,
  fixes: ['resolver-cache'],
  expectations: [available, fast, socketFast, { ...noLookups, phase: 'fault' }, outsiderTurnedAway, ...strangerStallsAll],
  claims: [
    {
      id: 'resolver-cache-helps',
      text: 'A DNS cache on the database host helps.',
      verdict: 'holds with conditions',
      but: 'for clients that it knows, for as long as their records may be kept; one stranger stalls everyone',
      shownBy: ['available', 'fast', 'no-lookups', 'stranger-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
