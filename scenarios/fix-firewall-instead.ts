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
  title: 'a packet filter instead of libwrap: fast, available, and the outsider does not even connect',
  story: `nftables on the database host lets in the clients by address and drops everybody else's first packet; hosts.allow says ALL: ALL,
which libwrap decides without a name. Nobody's connect costs a lookup.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['firewall-instead'],
  ...remedyTest,
  expectations: [available, fast, nobodyWaits, socketFast, noLookups, outsiderTurnedAway],
  claims: [
    {
      id: 'firewall-instead-helps',
      text: 'A packet filter can take the place of libwrap.',
      verdict: 'holds',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-turned-away'],
    },
  ],
});
