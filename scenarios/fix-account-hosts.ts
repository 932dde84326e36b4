import { defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest } from '../lab/index.ts';

export default defineScenario({
  title: 'MySQL accounts by address instead of %: good practice, but not a remedy for this outage',
  story: `The accounts can be used from the clients' addresses only. mysqld checks that after the greeting, long after libwrap has asked the DNS.
So a dead DNS stalls and refuses clients as in dns-dead. In fix-combination the accounts are a second barrier behind another remedy.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['account-hosts'],
  ...remedyTest,
  expectations: [
    {
      id: 'worked-before',
      text: 'Clients get in with such accounts while the DNS is healthy',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 100,
      minimumSamples: 15,
    },
    {
      id: 'still-refused',
      text: 'With a dead DNS, clients that the ACL allows are refused',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      atLeast: 1,
      minimumSamples: 30,
    },
    {
      id: 'still-slow',
      text: 'Most clients wait for the resolver to give up',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 30,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'account-hosts-help',
      text: 'Limiting MySQL accounts by address helps against this outage.',
      verdict: 'does not hold',
      but: 'mysqld checks them after libwrap’s lookup; against intruders they are a second barrier',
      shownBy: ['still-refused', 'still-slow', 'outsider-stays-out'],
    },
  ],
});
