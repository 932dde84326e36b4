import { defineScenario, incidentHost, incidentNetwork, remedyTest, servedWithoutDns } from '../lab/index.ts';

export default defineScenario({
  title: 'the same server without libwrap: no lookup, no stall, and the outsider walks in',
  story: `Debian's own build of the server is not linked against libwrap. It ignores hosts.allow and hosts.deny, so a dead DNS does not matter. But
nothing keeps the outsider out any more. Accounts limited by address, or a packet filter, must do that instead.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['no-libwrap'],
  ...remedyTest,
  expectations: [
    ...servedWithoutDns,
    {
      id: 'outsider-gets-in',
      text: 'The outsider, which the ACL would have stopped, gets in',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'percent' },
      atLeast: 100,
    },
  ],
  claims: [
    {
      id: 'no-libwrap-helps',
      text: 'A server that is not linked against libwrap does not have this outage.',
      verdict: 'holds with conditions',
      but: 'it does not have the ACL either: outsiders get in unless something else stops them',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-gets-in'],
    },
  ],
});
