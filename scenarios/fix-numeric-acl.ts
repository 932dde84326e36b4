import { deadDns, defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'the remedy that holds: allow by address, and a dead DNS does not matter',
  story: `The same dead DNS and the same load as in dns-dead. hosts.allow lists addresses instead of a domain. libwrap compares a rule
with the address first, so nobody's connect costs a lookup: not that of a client, and not that of a stranger.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['numeric-acl'],
  ...deadDns,
  takes: { ratePerSecond: { from: 2, to: 60 } },
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
      text: 'as fast as before the fault',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 50 },
      minimumSamples: 30,
    },
    {
      id: 'nobody-waits-for-a-lookup',
      text: 'and nobody waits for a lookup, 99 of 100',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p99' },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 30,
    },
    {
      id: 'socket-fast',
      text: 'and so is the Unix socket',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p95' },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
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
      id: 'outsider-refused-at-once',
      text: 'at once, because that needs no name either',
      measure: { of: 'stage', path: 'outsider', stage: 'refusal', statistic: 'max' },
      atMost: { timesResolverGivesUp: 0.1 },
    },
  ],
  claims: [
    {
      id: 'numeric-acl-helps',
      text: 'libwrap can stay, if its rules are addresses.',
      verdict: 'holds',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-refused', 'outsider-refused-at-once'],
    },
  ],
});
