import { besideOperators, defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'an admin port with its own thread: an operator that the ACL allows is refused, and the port dies',
  story: `The DNS is slow, as in dns-slow. MySQL's admin port has a listener thread of its own (create_admin_listener_thread=ON), so operators
should get in while the clients' port is stuck. But now two threads call libwrap. Soon an operator that the ACL allows is refused, probably
because two checks overlapped (the run does not prove this). One refusal ends the admin listener for good. MariaDB has no such port.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'thread',
  ...stalledWithOperators,
  expectations: [
    besideOperators.clientsStall,
    {
      id: 'operator-refused',
      text: 'An operator that the ACL allows is refused on the admin port',
      measure: { of: 'outcome', path: 'admin', outcome: 'refused', as: 'count' },
      phase: 'all',
      atLeast: 1,
    },
    {
      id: 'operators-do-not-get-in',
      text: 'During the outage at most half of the operators get in',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'percent' },
      atMost: 50,
      minimumSamples: 5,
    },
    {
      id: 'dead-for-good',
      text: 'After the outage no operator gets in, although the DNS is healthy again',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'count' },
      phase: 'recovery',
      atMost: 0,
      minimumSamples: 3,
    },
    besideOperators.outsiderOut,
  ],
});
