import { deadDns, defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'the remedy of the article: name every client in /etc/hosts; one stranger still stalls all',
  story: `The same dead DNS and the same load as in dns-dead. Every client is named in /etc/hosts, which glibc asks first. Clients get in
without a query. But the name of a stranger is in no file: one connect of one stranger costs the whole wait for the dead DNS, in the
accept thread, and every client that comes meanwhile waits behind it.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['hosts-file'],
  ...deadDns,
  expectations: [
    {
      id: 'available',
      text: 'Every client gets in while the DNS is dead',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      atLeast: 100,
      minimumSamples: 30,
    },
    {
      id: 'fast',
      text: 'most of them as fast as before the fault',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 100 },
      minimumSamples: 30,
    },
    {
      id: 'no-lookups',
      text: 'No client costs a query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 30,
    },
    {
      id: 'outsider-refused',
      text: 'The outsider is still refused',
      measure: { of: 'outcome', path: 'outsider', outcome: 'refused', as: 'percent' },
      atLeast: 100,
    },
    {
      id: 'outsider-costs-a-lookup',
      text: 'but only when the resolver gave up on its name',
      measure: { of: 'stage', path: 'outsider', stage: 'refusal', statistic: 'min' },
      atLeast: { timesResolverGivesUp: 0.95 },
    },
    {
      id: 'clients-wait-behind-it',
      text: 'and clients that came meanwhile waited behind it',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'max' },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 30,
    },
  ],
  claims: [
    {
      id: 'hosts-file-helps',
      text: 'With every client in /etc/hosts no lookup in the DNS is needed.',
      verdict: 'holds with conditions',
      but: 'for those that are in it: the name of one stranger is not, and its lookup stalls all',
      shownBy: ['available', 'fast', 'no-lookups', 'outsider-costs-a-lookup', 'clients-wait-behind-it'],
    },
  ],
});
