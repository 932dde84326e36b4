import { defineScenario, incidentHost, incidentNetwork, outsiderTurnedAway, remedyTest, socketFast } from '../lab/index.ts';

export default defineScenario({
  title: 'clients that keep their connections: who has one notices nothing of a dead DNS',
  story: `Each client opens a connection before the fault and uses it again and again; libwrap judges a connection once, when it is made. A client
that has to open one during the outage is worse off: fix-connection-pool-burst.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['connection-pool'],
  ...remedyTest,
  expectations: [
    {
      id: 'available',
      text: 'Clients get their work done while the DNS is dead, 95 of 100',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      atLeast: 95,
      minimumSamples: 30,
    },
    {
      id: 'fast',
      text: 'and have their result as fast as before the fault',
      measure: { of: 'stage', path: 'tcp', stage: 'firstResult', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 100 },
      minimumSamples: 30,
    },
    {
      id: 'hardly-a-lookup',
      text: 'Hardly any of it costs a query',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      atMost: 0.05,
      minimumSamples: 30,
    },
    socketFast,
    outsiderTurnedAway,
  ],
  claims: [
    {
      id: 'connection-pool-helps',
      text: 'Clients that keep their connections do not notice the outage.',
      verdict: 'holds with conditions',
      but: 'while nobody needs a new one: no restart, no peak',
      shownBy: ['available', 'fast', 'hardly-a-lookup'],
    },
  ],
});
