import { defineScenario, incidentHost, incidentNetwork, outsiderTurnedAway, remedyTest, servedWithoutDns } from '../lab/index.ts';

export default defineScenario({
  title: 'a closed network: only clients have a route to the host, so libwrap has nothing to decide',
  story: `The host has routes to its clients and nameservers only, and hosts.allow says ALL: ALL, so libwrap lets everyone in. A stranger has no
route to the host and never connects.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['closed-network'],
  ...remedyTest,
  expectations: [...servedWithoutDns, outsiderTurnedAway],
  claims: [
    {
      id: 'closed-network-helps',
      text: 'A closed network can replace libwrap.',
      verdict: 'holds',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-turned-away'],
    },
  ],
});
