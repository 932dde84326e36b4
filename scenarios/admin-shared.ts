import { defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'an admin port without a thread of its own: operators wait their turn, but are first in the loop',
  story: `The slow DNS of dns-slow. MySQL serves the admin port in the common accept thread (create_admin_listener_thread=OFF), where it is the
first that is looked at: an operator waits for the lookup that is under way and for its own, not for the whole queue. MariaDB’s extra_port,
which is another kind of the same, is in the scenario extra-port.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'sharedFirst',
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
      id: 'operators-get-in',
      text: 'Operators get in',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'percent' },
      atLeast: 100,
      minimumSamples: 5,
    },
    {
      id: 'not-behind-the-whole-queue',
      text: 'after the lookups of the client in front and their own, not of the whole queue',
      measure: { of: 'stage', path: 'admin', stage: 'greeting', statistic: 'max' },
      atMost: { timesInjectedDelay: 5 },
      minimumSamples: 5,
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
