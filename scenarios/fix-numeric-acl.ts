import {
  available,
  deadDns,
  defineScenario,
  fast,
  incidentHost,
  incidentNetwork,
  nobodyWaits,
  noLookups,
  outsiderRefused,
  socketFast,
} from '../lab/index.ts';

export default defineScenario({
  title: 'the remedy that holds: allow by address, and a dead DNS does not matter',
  story: `The DNS is dead, as in dns-dead. hosts.allow lists addresses instead of a domain. libwrap compares a rule with the client's
address first, so no connect costs a lookup: neither a client's nor a stranger's.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['numeric-acl'],
  ...deadDns,
  takes: { ratePerSecond: { from: 2, to: 60 } },
  expectations: [
    available,
    { ...fast, atMost: { timesBaseline: 5, floor: 50 } },
    {
      ...nobodyWaits,
      text: '99 of 100 clients wait for no lookup',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p99' },
      atMost: { timesResolverGivesUp: 0.1 },
    },
    {
      ...socketFast,
      text: 'Clients on the Unix socket do not wait either',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p95' },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    noLookups,
    outsiderRefused,
    {
      id: 'outsider-refused-at-once',
      text: 'The outsider is refused at once, because a refusal needs no name either',
      measure: { of: 'stage', path: 'outsider', stage: 'refusal', statistic: 'max' },
      atMost: { timesResolverGivesUp: 0.1 },
    },
  ],
  claims: [
    {
      id: 'numeric-acl-helps',
      text: 'libwrap can stay if its rules are addresses.',
      verdict: 'holds',
      shownBy: ['available', 'fast', 'nobody-waits-for-a-lookup', 'no-lookups', 'outsider-refused', 'outsider-refused-at-once'],
    },
  ],
});
