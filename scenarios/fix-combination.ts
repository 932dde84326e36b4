import {
  available,
  defineScenario,
  fast,
  incidentHost,
  incidentNetwork,
  nobodyWaits,
  noLookups,
  outsiderTurnedAway,
  remedyTest,
  socketFast,
} from '../lab/index.ts';

export default defineScenario({
  title: 'packet filter, ACL by address and accounts by address together: three doors, no lookup',
  story: `The article ends with "a combination of all of these". This is one that needs no DNS at any of its doors: each of the three knows the
clients by address, and each alone would keep the outsider out.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['combination'],
  ...remedyTest,
  expectations: [available, fast, nobodyWaits, socketFast, noLookups, outsiderTurnedAway],
  claims: [
    {
      id: 'combination-helps',
      text: 'It is best to combine such measures.',
      verdict: 'holds with conditions',
      but: 'with measures that need no name: packet filter, ACL and accounts all by address',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-turned-away'],
    },
  ],
});
