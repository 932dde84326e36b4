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
  title: 'a closed network: only clients have a route to the host, so libwrap has nothing to decide',
  story: `The host has routes to its clients and nameservers and to nobody else, and hosts.allow says ALL: ALL. A stranger's packets find no
way, so it never connects.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['closed-network'],
  ...remedyTest,
  expectations: [available, fast, nobodyWaits, socketFast, noLookups, outsiderTurnedAway],
  claims: [
    {
      id: 'closed-network-helps',
      text: 'A closed network can take the place of libwrap.',
      verdict: 'holds',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-turned-away'],
    },
  ],
});
