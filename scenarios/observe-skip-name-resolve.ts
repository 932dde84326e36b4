import { defineScenario, incidentHost, incidentNetwork, slowDnsSeen } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: skip_name_resolve is ON, and every client is looked up all the same',
  story: `skip_name_resolve concerns the lookups of mysqld's own account check, in the connection's thread. libwrap makes its own lookups
earlier, in the accept thread, and knows nothing of the option.`,
  ...incidentNetwork,
  host: incidentHost,
  ...slowDnsSeen,
  expectations: [
    {
      id: 'is-on',
      text: 'The variable skip_name_resolve is ON',
      measure: { of: 'variable', name: 'skip_name_resolve' },
      is: 'ON',
    },
    {
      id: 'looked-up',
      text: 'Every connect costs a PTR query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
    {
      id: 'once',
      text: 'No connect costs a second PTR query: mysqld adds none of its own',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atMost: 1.05,
      minimumSamples: 40,
    },
    {
      id: 'stalls',
      text: 'Clients wait for their lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 20,
    },
  ],
  claims: [
    {
      id: 'skip-name-resolve-protects',
      text: 'With skip_name_resolve ON the server does no lookups.',
      verdict: 'does not hold',
      but: 'mysqld does none; libwrap inside it does, for every connect',
      shownBy: ['is-on', 'looked-up', 'once', 'stalls'],
    },
  ],
});
