import { defineScenario, incidentHost, incidentNetwork, stalledWithOperators } from '../lab/index.ts';

export default defineScenario({
  title: 'an admin port with a thread of its own lets operators in while the clients’ port is stuck',
  story: `The slow DNS of dns-slow. The server has an admin port with a listener thread of its own (MySQL: admin_address with
create_admin_listener_thread=ON). That thread asks libwrap too, so an operator waits for two lookups, but not for the clients in front.
MariaDB has no such port.`,
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
      id: 'operators-get-in',
      text: 'Operators get in',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'percent' },
      atLeast: 100,
      minimumSamples: 5,
    },
    {
      id: 'after-their-own-lookups',
      text: 'after their own two lookups, for libwrap is asked on this port as well',
      measure: { of: 'stage', path: 'admin', stage: 'greeting', statistic: 'min' },
      atLeast: { timesInjectedDelay: 1.9 },
      minimumSamples: 5,
    },
    {
      id: 'not-behind-clients',
      text: 'and not behind the clients',
      measure: { of: 'stage', path: 'admin', stage: 'greeting', statistic: 'max' },
      atMost: { timesInjectedDelay: 3 },
      minimumSamples: 5,
    },
    {
      id: 'outsider-stays-out',
      text: 'The outsider never gets in',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 5,
    },
  ],
});
