import { defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'an admin port with its own thread: an operator whom the ACL allows is refused, and the port dies',
  story: `The slow DNS of dns-slow. MySQL's admin port has a listener thread of its own (create_admin_listener_thread=ON), so operators should get in
while the clients' port is stuck. But now two threads call libwrap. Soon an operator whom the ACL allows is refused, by all signs because two
checks overlapped (the run does not prove that), and one refusal ends the admin listener for good. MariaDB has no such port.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'thread',
  ...stalledWithOperators,
  expectations: [
    {
      id: 'clients-stall',
      text: 'The clients’ port is stuck: clients wait for far more than their own two lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 4 },
      minimumSamples: 20,
    },
    {
      id: 'operator-refused',
      text: 'An operator whom the ACL allows is refused on the admin port',
      measure: { of: 'outcome', path: 'admin', outcome: 'refused', as: 'count' },
      phase: 'all',
      atLeast: 1,
    },
    {
      id: 'operators-do-not-get-in',
      text: 'In the outage no more than a few operators get in',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'percent' },
      atMost: 50,
      minimumSamples: 5,
    },
    {
      id: 'dead-for-good',
      text: 'and none after it, although the DNS is well again',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'count' },
      phase: 'recovery',
      atMost: 0,
      minimumSamples: 3,
    },
    {
      id: 'outsider-stays-out',
      text: 'The outsider never gets in',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 4,
    },
  ],
});
