import { defineScenario, incidentHost, incidentNetwork, outsiderTurnedAway, remedyTest, servedWithoutDns } from '../lab/index.ts';

export default defineScenario({
  title: 'packet filter, ACL and accounts, all by address: three barriers, no lookup',
  story: `The article ends with "a combination of all of these". This combination needs no DNS at any of its three barriers. Each knows the
clients by address, and each alone would keep the outsider out.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['combination'],
  ...remedyTest,
  expectations: [...servedWithoutDns, outsiderTurnedAway],
  claims: [
    {
      id: 'combination-helps',
      text: 'It is best to combine such measures.',
      verdict: 'holds with conditions',
      but: 'if none of them needs a name: packet filter, ACL and accounts, all by address',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-turned-away'],
    },
  ],
});
