import { besideOperators, defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'an admin port without a thread of its own: operators wait, but only for the client in front',
  story: `The DNS is slow, as in dns-slow. MySQL serves the admin port in the common accept thread (create_admin_listener_thread=OFF) and
looks at it first. So an operator waits for the lookup in progress and for its own, not for the whole queue. MariaDB’s extra_port comes last
in that order; see the scenario extra-port.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'sharedFirst',
  ...stalledWithOperators,
  expectations: [
    besideOperators.clientsStall,
    {
      id: 'operators-get-in',
      text: 'Operators get in',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'percent' },
      atLeast: 100,
      minimumSamples: 5,
    },
    {
      id: 'not-behind-the-whole-queue',
      text: 'Operators wait for the lookups of the client in front and their own, not for those of the whole queue',
      measure: { of: 'stage', path: 'admin', stage: 'greeting', statistic: 'max' },
      atMost: { timesInjectedDelay: 5 },
      minimumSamples: 5,
    },
    besideOperators.outsiderOut,
  ],
});
