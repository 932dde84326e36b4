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
  title: 'advice of the article: the closest nameserver first; the far one may die unnoticed',
  story: `The nameserver that is asked first is one close to the host, with the names of the clients; the one that dies is only the fallback.
It is the order that makes this a remedy: in fix-second-nameserver the same two stand the other way round. When the close one dies, the
outage is back.`,
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
      but: 'while it lives: it must come first, and have the names of the clients itself',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'outsider-turned-away'],
    },
  ],
});
