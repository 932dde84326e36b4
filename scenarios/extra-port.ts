import { defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'MariaDB’s extra_port is no way in: the same accept thread serves it, after the clients’ port',
  story: `The slow DNS of dns-slow. MariaDB has an extra port for operators (extra_port), and the common accept thread serves it: an operator waits
behind the clients. MySQL, whose admin port comes first in that loop, is in the scenario admin-shared.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'sharedLast',
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
      id: 'operators-stall-too',
      text: 'Operators wait as long as clients do',
      measure: { of: 'stage', path: 'admin', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 4 },
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
