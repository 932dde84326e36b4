import { defineScenario, incidentHost, incidentNetwork, outsiderTurnedAway, remedyTest, socketFast } from '../lab/index.ts';

export default defineScenario({
  title: 'clients that keep their connections: those that have one do not notice a dead DNS',
  story: `Each client opens a connection before the fault and reuses it. libwrap checks a connection only once, when it is made. A client that must
open a new one during the outage does not fare so well: see fix-connection-pool-burst.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['connection-pool'],
  ...remedyTest,
  expectations: [
    {
      id: 'available',
      text: 'At least 95 % of the work gets done while the DNS is dead',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      atLeast: 95,
      minimumSamples: 30,
    },
    {
      id: 'fast',
      text: 'Work gets its result as fast as before the fault',
      measure: { of: 'stage', path: 'tcp', stage: 'firstResult', statistic: 'p50' },
      atMost: { timesBaseline: 5, floor: 100 },
      minimumSamples: 30,
    },
    {
      id: 'hardly-a-lookup',
      text: 'Hardly any of the work costs a query',
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
      but: 'as long as no client needs a new one: no restart, no peak',
      shownBy: ['available', 'fast', 'hardly-a-lookup'],
    },
  ],
});
