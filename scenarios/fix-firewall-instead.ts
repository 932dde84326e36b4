import { defineScenario, incidentHost, incidentNetwork, outsiderTurnedAway, remedyTest, servedWithoutDns } from '../lab/index.ts';

export default defineScenario({
  title: 'a packet filter instead of libwrap: fast, available, and the outsider does not even connect',
  story: `A packet filter (nftables) on the database host lets clients in by address and drops everyone else's first packet. hosts.allow says
ALL: ALL, which libwrap decides without a name. No connect costs a lookup.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['firewall-instead'],
  ...remedyTest,
  expectations: [...servedWithoutDns, outsiderTurnedAway],
  claims: [
    {
      id: 'firewall-instead-helps',
      text: 'A packet filter can replace libwrap.',
      verdict: 'holds',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-turned-away'],
    },
  ],
});
