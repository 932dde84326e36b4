import {
  available,
  defineScenario,
  fast,
  incidentHost,
  incidentNetwork,
  nobodyWaits,
  outsiderTurnedAway,
  remedyTest,
  socketFast,
} from '../lab/index.ts';

export default defineScenario({
  title: 'advice of the article: the closest nameserver first; the distant one may die unnoticed',
  story: `The host asks a nearby nameserver first, one that has the names of the clients. The one that dies is only the fallback. The order makes
this a remedy: in fix-second-nameserver the same two are listed the other way round. If the nearby one dies, the outage is back.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['local-nameserver'],
  ...remedyTest,
  expectations: [available, fast, nobodyWaits, socketFast, outsiderTurnedAway],
  claims: [
    {
      id: 'local-nameserver-helps',
      text: 'The nameserver should be a local one, or the closest.',
      verdict: 'holds with conditions',
      but: 'as long as it works: it must come first, and have the names of the clients itself',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'outsider-turned-away'],
    },
  ],
});
