import { besideOperators, defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'MariaDB’s extra_port does not help: the same accept thread serves it, after the clients’ port',
  story: `The DNS is slow, as in dns-slow. MariaDB has an extra port for operators (extra_port), but the common accept thread serves it, so an
operator waits behind the clients. MySQL looks at its admin port first; see the scenario admin-shared.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'sharedLast',
  ...stalledWithOperators,
  expectations: [
    besideOperators.clientsStall,
    {
      id: 'operators-stall-too',
      text: 'Operators stall as well: they, too, wait far longer than their own two lookups take',
      measure: { of: 'stage', path: 'admin', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 4 },
      minimumSamples: 5,
    },
    besideOperators.outsiderOut,
  ],
});
