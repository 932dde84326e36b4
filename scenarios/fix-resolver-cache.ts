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
  story: `unbound runs on the database host and keeps answers for their TTL, here five minutes. All clients have come before the DNS dies, so their
names are known and cost no query. The name of a stranger is not, and in the one accept thread that stalls everybody.`,
  ...incidentNetwork,
  ...knownClients,
  recordTtlSeconds: 300,
  host: incidentHost,
  fixes: ['resolver-cache'],
  expectations: [available, fast, socketFast, { ...noLookups, phase: 'fault' }, outsiderTurnedAway, ...strangerStallsAll],
  claims: [
    {
      id: 'resolver-cache-helps',
      text: 'A cache for the DNS on the database host helps.',
      verdict: 'holds with conditions',
      but: 'for clients that it knows, for as long as their records may be kept; one stranger stalls all',
      shownBy: ['available', 'fast', 'no-lookups', 'stranger-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
